// medarbetare policy check: loads the rules of one municipality or of all, and says what is wrong
// with them, or what they hold.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "nlohmann/json.hpp"
#include "worker/cli/policy_commands.h"
#include "worker/golden/set_summary.h"
#include "worker/policy/loaded_set.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/policy_lock.h"

namespace dm::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string policies = "policies";
  std::string municipality = "all";
  std::string today;
  bool locked = false;
};

PolicyLoad Load(const Options& options, const std::string& name) {
  PolicyLoad load = LoadPolicies(options.policies, name);
  if (load.set == nullptr || !options.locked) return load;
  load.errors = policy::CheckLockOf(options.policies, *load.set, policy::LockNeed::kRequired);
  if (!load.errors.empty()) load.set = nullptr;
  return load;
}

Json ErrorsAsJson(const std::vector<PolicyError>& errors) {
  Json list = Json::array();
  for (const PolicyError& error : errors) {
    list.push_back({{"file", error.file},
                    {"line", error.line},
                    {"message", error.message},
                    {"remedy", error.remedy}});
  }
  return list;
}

Json AsJson(const golden::SetSummary& summary) {
  Json json = {
      {"municipality", summary.municipality},
      {"version", summary.version},
      {"sha256", summary.sha256},
      {"status", summary.status},
      {"effective",
       {{"from", summary.effective.from->ToString()}, {"to", summary.effective.to->ToString()}}},
      {"files", summary.files},
      {"lines", summary.lines},
      {"parameters", summary.parameters},
      {"parameter_rows", summary.parameter_rows},
      {"tables", summary.tables},
      {"table_rows", summary.table_rows},
      {"typfall", summary.typfall},
      {"criteria", summary.criteria},
      {"letters", summary.letters},
      {"texts", summary.texts},
      {"ending_sources", Json::array()},
      {"missing_approvals", Json::array()},
      {"grades", Json::object()},
      {"errors", Json::array()}};
  for (const golden::EndingSource& source : summary.ending_sources) {
    json["ending_sources"].push_back(
        {{"id", source.id}, {"title", source.title}, {"last_day", source.last_day.ToString()}});
  }
  for (const golden::MissingApproval& approval : summary.missing_approvals) {
    json["missing_approvals"].push_back({{"parameter", approval.parameter},
                                         {"title", approval.title},
                                         {"version", approval.version.ToString()}});
  }
  for (const auto& [grade, parameters] : summary.grades) json["grades"][grade] = parameters;
  return json;
}

// C and D are secondary sources, M a value of two that disagree: what to read in the law next.
bool IsWeak(const std::string& grade) {
  return grade == "C" || grade == "D" || grade == "M";
}

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void Print(const golden::SetSummary& summary) {
  std::cout << summary.municipality << ": the rules hold\n"
            << "  version    " << summary.version << " (" << summary.status << ")\n"
            << "  sha256     " << summary.sha256 << '\n'
            << "  days       " << summary.effective.from->ToString() << " to "
            << summary.effective.to->ToString() << '\n'
            << "  files      " << summary.files << " with " << summary.lines << " lines\n"
            << "  parameters " << summary.parameters << " with " << summary.parameter_rows
            << " values\n"
            << "  tables     " << summary.tables << " with " << summary.table_rows << " rows\n"
            << "  typfall    " << summary.typfall << " with " << summary.criteria << " criteria\n"
            << "  letters    " << summary.letters << ", texts " << summary.texts << '\n';
  for (const golden::EndingSource& source : summary.ending_sources) {
    std::cout << "  source ends " << source.last_day.ToString() << ": " << source.id << ", "
              << source.title << '\n';
  }
  for (const golden::MissingApproval& approval : summary.missing_approvals) {
    std::cout << "  not approved: " << approval.parameter << " from " << approval.version.ToString()
              << ", " << approval.title << " (no automatic decision rests on it)\n";
  }
  for (const auto& [grade, parameters] : summary.grades) {
    if (IsWeak(grade)) std::cout << "  grade " << grade << ": " << Listed(parameters) << '\n';
  }
}

// Every municipality is checked, also after one that does not hold.
void Run(Session& session, const Options& options) {
  const std::optional<Date> today = DayOrToday(session, options.today);
  if (!today.has_value()) return;
  const std::vector<std::string> names = options.municipality == "all"
                                             ? MunicipalitiesIn(options.policies)
                                             : std::vector<std::string>{options.municipality};
  if (names.empty()) {
    session.Fail(kExitBadConfig,
                 options.policies +
                     ": has no folder municipality/ with a municipality in it; name "
                     "the folder that holds manifest.yaml with --policies");
    return;
  }
  Json all = Json::array();
  for (const std::string& name : names) {
    const PolicyLoad load = Load(options, name);
    const policy::PolicyData* data = load.set == nullptr ? nullptr : policy::DataOf(*load.set);
    if (data == nullptr) {
      session.exit_code = kExitBadConfig;
      all.push_back({{"municipality", name}, {"errors", ErrorsAsJson(load.errors)}});
      if (session.json) continue;
      std::cout << name << ": the rules do not hold\n";
      for (const PolicyError& error : load.errors) std::cout << "  " << error.ToString() << '\n';
      continue;
    }
    const golden::SetSummary summary = golden::SummaryOf(*load.set, *data, *today);
    all.push_back(AsJson(summary));
    if (!session.json) Print(summary);
  }
  if (session.json) std::cout << all.dump(2) << '\n';
}

}  // namespace

void AddPolicyCheck(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "check", "Load the rules and report every error, or what they hold and what will soon end");
  auto options = std::make_shared<Options>();
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option("--municipality", options->municipality, "a folder of municipality/, or all")
      ->capture_default_str();
  command->add_option("--today", options->today, "the day to judge by, instead of today");
  command->add_flag(
      "--locked", options->locked, "an error too where a file is not as it was locked");
  command->add_flag("--json", session.json, "print as JSON");
  command->callback([&session, options] { Run(session, *options); });
}

}  // namespace dm::cli
