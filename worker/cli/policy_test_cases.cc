// medarbetare policy test: runs every golden case of a policies folder, and says what no case
// exercises.
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "nlohmann/json.hpp"
#include "worker/cli/policy_commands.h"
#include "worker/golden/suite_report.h"
#include "worker/policy/loaded_set.h"

namespace dm::cli {
namespace {

using Json = nlohmann::ordered_json;
using golden::SuiteReport;

struct Options {
  std::string policies = "policies";
  std::string municipality = "all";
  bool mutate = false;
  golden::MutationOptions mutation;
  bool all = false;
  DraftUse draft = DraftUse::kAsItStands;
  int kill_percent_min = 0;
};

constexpr std::size_t kShownMax = 20;

Json AsJson(const golden::MutationOfFile& file) {
  return {{"mutants", file.mutants},
          {"refused", file.refused},
          {"equivalent", file.equivalent},
          {"killed", file.killed}};
}

Json AsJson(const golden::MutationReport& report) {
  Json json = AsJson(report.total());
  json["percent"] = report.percent();
  json["files"] = Json::object();
  for (const golden::MutationOfFile& file : report.files) json["files"][file.file] = AsJson(file);
  json["survivors"] = Json::array();
  for (const golden::Survivor& one : report.survivors) {
    json["survivors"].push_back({{"file", one.place.file},
                                 {"line", one.place.line},
                                 {"rule", one.rule},
                                 {"mutant", one.what},
                                 {"add", one.killer}});
  }
  return json;
}

Json AsJson(const SuiteReport& report) {
  Json json = {{"cases", report.cases},
               {"failed", Json::array()},
               {"skipped", report.skipped},
               {"coverage", Json::array()},
               {"stale", report.stale},
               {"days", report.days},
               {"gaps", report.gaps}};
  for (const golden::FailedCase& one : report.failed) {
    json["failed"].push_back(
        {{"case", one.name}, {"title", one.title}, {"differences", one.differences}});
  }
  for (const golden::CoverageOfKind& one : report.coverage) {
    json["coverage"].push_back({{"kind", golden::KindWord(one.kind)},
                                {"rules", one.rules},
                                {"exercised", one.exercised},
                                {"excused", one.excused},
                                {"missing", one.missing}});
  }
  if (report.mutation.has_value()) json["mutation"] = AsJson(*report.mutation);
  return json;
}

void PrintSome(const std::vector<std::string>& lines, const std::string& lead, bool all) {
  const std::size_t shown = all ? lines.size() : std::min(lines.size(), kShownMax);
  for (std::size_t i = 0; i < shown; ++i) std::cout << lead << lines[i] << '\n';
  if (shown < lines.size()) {
    std::cout << lead << "… and " << lines.size() - shown << " more; --all lists them\n";
  }
}

std::string PlaceOf(const policy::Place& place) {
  return place.line == 0 ? place.file : place.file + ":" + std::to_string(place.line);
}

void Print(const golden::MutationReport& mutation, bool all) {
  for (const golden::MutationOfFile& file : mutation.files) {
    std::cout << file.file << ": " << file.mutants << " mutants, " << file.killed << " killed of "
              << file.alive() << '\n';
  }
  std::vector<std::string> lines;
  for (const golden::Survivor& one : mutation.survivors) {
    lines.push_back(PlaceOf(one.place) + ": " + one.rule + ", " + one.what + "; add " + one.killer);
  }
  PrintSome(lines, "survives: ", all);
  const golden::MutationOfFile sum = mutation.total();
  std::cout << sum.mutants << " mutants: " << sum.refused << " would not load, " << sum.equivalent
            << " say the same, " << sum.killed << " of the other " << sum.alive() << " killed ("
            << mutation.percent() << " percent)\n";
}

void Print(const SuiteReport& report, bool all) {
  for (const golden::FailedCase& one : report.failed) {
    std::cout << "failed: " << one.name << (one.title.empty() ? "" : ", " + one.title) << '\n';
    for (const std::string& line : one.differences) std::cout << "  " << line << '\n';
  }
  std::cout << report.cases << " cases, " << report.failed.size() << " failed\n";
  PrintSome(report.skipped, "not run, its municipality is not under test: ", all);
  for (const golden::CoverageOfKind& one : report.coverage) {
    std::cout << "exercised, " << golden::KindWord(one.kind) << ": " << one.exercised << " of "
              << one.rules;
    if (one.excused > 0) std::cout << ", " << one.excused << " excused";
    std::cout << '\n';
    PrintSome(one.missing, "  no case: ", all);
  }
  PrintSome(report.stale, "cases/untested.yaml: ", all);
  std::cout << report.days << " days on which rules change, and the days beside them: "
            << (report.gaps.empty() ? "no gap" : "") << '\n';
  PrintSome(report.gaps, "  gap: ", all);
  if (!report.mutation.has_value()) return;
  Print(*report.mutation, all);
}

bool LoadSets(Session& session, const Options& options, std::vector<golden::SetUnderTest>* sets) {
  const std::vector<std::string> names = options.municipality == "all"
                                             ? MunicipalitiesIn(options.policies)
                                             : std::vector<std::string>{options.municipality};
  if (names.empty()) {
    session.Fail(kExitBadConfig, options.policies + ": has no municipality");
    return false;
  }
  for (const std::string& name : names) {
    std::shared_ptr<const PolicySet> set =
        LoadOrPrint(session, options.policies, name, options.draft);
    if (set == nullptr) return false;
    const policy::PolicyData* data = policy::DataOf(*set);
    sets->push_back({std::move(set), data});
  }
  return true;
}

void Run(Session& session, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<golden::SetUnderTest> sets;
  if (!LoadSets(session, options, &sets)) return;
  const golden::Suite suite = golden::LoadSuite(options.policies);
  for (const PolicyError& error : suite.errors) std::cerr << "error: " << error.ToString() << '\n';
  if (!suite.errors.empty()) session.exit_code = kExitBadInput;
  const SuiteReport report =
      golden::TestPolicies(suite,
                           sets,
                           options.mutate ? std::optional(options.mutation) : std::nullopt,
                           options.mutation.jobs);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  if (session.json) {
    std::cout << AsJson(report).dump(2) << '\n';
  } else {
    Print(report, options.all);
    std::cout << "took " << took.count() << " ms\n";
  }
  const bool enough =
      !report.mutation.has_value() ||
      report.mutation->percent() >= static_cast<std::size_t>(options.kill_percent_min);
  if (session.exit_code == kExitOk && (!report.ok() || !enough)) session.exit_code = kExitRefused;
}

void AddMutationOptions(CLI::App* command, golden::MutationOptions* options) {
  constexpr int kJobsMax = 64;
  command->add_option("--jobs", options->jobs, "threads that run cases")
      ->check(CLI::Range(1, kJobsMax))
      ->capture_default_str();
  command->add_option("--sample", options->sample, "with --mutate: so many mutants, drawn");
  command->add_option("--seed", options->seed, "of the draw")->capture_default_str();
  command->add_option(
      "--only", options->only, "with --mutate: a part of a file's name or of a rule's id");
}

}  // namespace

void AddPolicyTest(CLI::App& policy, Session& session) {
  constexpr int kPercentMax = 100;
  CLI::App* command = policy.add_subcommand(
      "test", "Run the golden cases; say what fails, and which rules no case exercises");
  auto options = std::make_shared<Options>();
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option("--municipality", options->municipality, "a folder of municipality/, or all")
      ->capture_default_str();
  command->add_flag(
      "--mutate",
      options->mutate,
      "also change every limit, outcome, day and formula by one step, and list what no "
      "case notices");
  AddMutationOptions(command, &options->mutation);
  command
      ->add_option("--kill-min",
                   options->kill_percent_min,
                   "with --mutate: fail when fewer percent of the mutants are caught")
      ->check(CLI::Range(0, kPercentMax));
  command->add_flag_callback(
      "--draft", [options] { options->draft = DraftUse::kAsIfApproved; }, kDraftHelp);
  command->add_flag("--all", options->all, "list everything, not the first twenty");
  command->add_flag("--json", session.json, "print as JSON");
  command->callback([&session, options] { Run(session, *options); });
}

}  // namespace dm::cli
