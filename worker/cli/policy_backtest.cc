// medarbetare policy backtest: two policy sets over the same cases, or one against what was
// decided.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "worker/backtest/comparison.h"
#include "worker/backtest/report_view.h"
#include "worker/cli/case_stream.h"
#include "worker/cli/policy_commands.h"

namespace dm::cli {
namespace {

using backtest::Comparison;
using Json = nlohmann::ordered_json;

constexpr char kStoredBaseline[] = "stored";
constexpr std::int64_t kMinCellDefault = 5;
constexpr std::size_t kHashShown = 12;

struct Options {
  std::string policies = "policies";
  std::string baseline;
  std::string municipality;
  CaseChoice choice;
  std::string csv;
  std::string html;
  bool fail_on_change = false;
  DraftUse draft = DraftUse::kAsItStands;
};

std::string NameOf(const PolicySet& set) {
  return set.version() + " (" + set.sha256().substr(0, kHashShown) + ")";
}

// What the gate or trigger behind a reason is about: of "GATE.G08.FAIL.ABOVE_CAP" what G-08 asks.
std::string ReasonWords(const PolicySet& set, const std::string& code) {
  const std::size_t dot = code.find('.');
  if (dot == std::string::npos || dot + 4 > code.size()) return "";
  const std::string check = code.substr(dot + 1, 1) + "-" + code.substr(dot + 2, 2);
  const std::string text = set.Text(check);
  return text == check ? "" : text;
}

std::int64_t MinCell(const PolicySet& set) {
  const auto to = set.effective().to;
  const StatusOr<ParameterValue> value = set.Get("suppress.min_cell", to.value_or(Date()));
  return value.ok() ? std::max(std::int64_t{1}, value->number()) : kMinCellDefault;
}

// A set that is `before` or `after` for all cases, and what was stored where there is no set
// before.
Status CompareAll(CaseStream* cases,
                  const PolicySet* before,
                  const PolicySet& after,
                  Comparison* comparison) {
  std::unique_ptr<backtest::Redecider> old_rules;
  if (before != nullptr) old_rules = std::make_unique<backtest::Redecider>(*before);
  backtest::Redecider new_rules(after);
  for (std::int64_t number = 1;; ++number) {
    DM_ASSIGN_OR_RETURN(StoredCase* const one, cases->Next());
    if (one == nullptr) return OkStatus();
    if (old_rules == nullptr && !one->stored) {
      return FailedPrecondition("case " + std::to_string(number) +
                                " has no stored decision; name a set with --baseline");
    }
    const backtest::Ruling was =
        old_rules != nullptr ? old_rules->Decide(&one->input) : *one->stored;
    comparison->Add(number, one->input, was, new_rules.Decide(&one->input));
  }
}

Json AsJson(const backtest::GroupLine& line, std::int64_t min_cell) {
  Json json = {{"group", line.label}};
  if (line.hidden) return json;
  const auto count = [min_cell](const backtest::Count& value) {
    return value.hidden ? Json("<" + std::to_string(min_cell)) : Json(value.value);
  };
  json["households"] = line.sums.households;
  json["compared"] = line.sums.compared;
  json["gain"] = count(line.gain);
  json["lose"] = count(line.lose);
  if (!line.money) return json;
  json["gained_ore"] = line.sums.gained.ore();
  json["lost_ore"] = line.sums.lost.ore();
  json["before_ore"] = line.sums.before.ore();
  json["after_ore"] = line.sums.after.ore();
  return json;
}

Json AsJson(const std::vector<backtest::GroupLine>& lines, std::int64_t min_cell) {
  Json json = Json::array();
  for (const backtest::GroupLine& line : lines) json.push_back(AsJson(line, min_cell));
  return json;
}

Json AsJson(const backtest::ReportView& view) {
  const std::int64_t min_cell = view.head.min_cell;
  Json json = {{"before", view.head.before},
               {"after", view.head.after},
               {"source", view.head.source},
               {"min_cell", min_cell},
               {"all", AsJson(view.all, min_cell)},
               {"unchanged", view.unchanged},
               {"rerouted", view.rerouted},
               {"reasons_changed", view.reasons_changed},
               {"by_type", AsJson(view.by_type, min_cell)},
               {"by_age", AsJson(view.by_age, min_cell)},
               {"by_typfall", AsJson(view.by_typfall, min_cell)},
               {"by_route", AsJson(view.by_route, min_cell)},
               {"by_month", AsJson(view.by_month, min_cell)},
               {"rows", Json::array()}};
  for (const backtest::RowLine& line : view.rows) {
    Json row = {{"change", line.change}};
    if (line.money) {
      row["households"] = line.households.value;
      row["raised_ore"] = line.raised.ore();
      row["lowered_ore"] = line.lowered.ore();
    }
    json["rows"].push_back(std::move(row));
  }
  return json;
}

Status WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return Unavailable(path + ": cannot be written; check the folder and the disk");
  return OkStatus();
}

Status WriteReports(const Options& options, const backtest::ReportView& view) {
  if (!options.csv.empty()) DM_RETURN_IF_ERROR(WriteFile(options.csv, ReportCsv(view)));
  if (!options.html.empty()) DM_RETURN_IF_ERROR(WriteFile(options.html, ReportHtml(view)));
  return OkStatus();
}

void Print(Session& session, const Options& options, const backtest::ReportView& view) {
  if (session.json) {
    std::cout << AsJson(view).dump(2) << '\n';
  } else {
    std::cout << ReportText(view);
  }
  const bool changed = view.all.sums.households != view.unchanged;
  if (options.fail_on_change && changed) session.exit_code = kExitRefused;
}

void Run(Session& session, const Options& options) {
  const auto after = LoadOrPrint(session, options.policies, options.municipality, options.draft);
  if (after == nullptr) return;
  std::shared_ptr<const PolicySet> before;
  if (options.baseline != kStoredBaseline) {
    before = LoadOrPrint(session, options.baseline, options.municipality);
    if (before == nullptr) return;
  }
  StatusOr<std::unique_ptr<CaseStream>> cases = OpenCases(options.choice, session);
  if (!cases.ok()) {
    if (cases.status().code() == StatusCode::kCancelled) return;
    return session.Fail(kExitBadInput, MessageOf(cases.status()));
  }
  Comparison comparison;
  const Status compared = CompareAll(cases->get(), before.get(), *after, &comparison);
  if (compared.code() == StatusCode::kCancelled) return;
  if (!compared.ok()) {
    session.Fail(kExitBadInput, MessageOf(compared));
    PrintDetail(DetailOf(compared));
    return;
  }
  backtest::ReportHead head;
  head.source = (*cases)->Describe();
  head.before = before != nullptr ? NameOf(*before) : "som det beslutades";
  head.after = NameOf(*after);
  head.min_cell = MinCell(*after);
  head.words = [&after](const std::string& code) { return ReasonWords(*after, code); };
  const backtest::ReportView view = MakeView(comparison, std::move(head));
  if (const Status written = WriteReports(options, view); !written.ok()) {
    return session.Fail(kExitBadInput, MessageOf(written));
  }
  Print(session, options, view);
}

}  // namespace

void AddPolicyBacktest(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "backtest", "Who gains and who loses: two policy folders over the same cases");
  auto options = std::make_shared<Options>();
  command->add_option("--policies", options->policies, "the changed policies folder")
      ->capture_default_str();
  command
      ->add_option("--baseline",
                   options->baseline,
                   "the policies folder to compare with, or \"stored\": what was decided")
      ->required();
  command->add_option("--municipality", options->municipality, "folder under policies/municipality")
      ->required();
  AddCaseChoice(*command, &options->choice, session);
  command->add_option("--csv", options->csv, "write every figure to this file");
  command->add_option("--html", options->html, "write a report with charts to this file");
  command->add_flag_callback(
      "--draft", [options] { options->draft = DraftUse::kAsIfApproved; }, kDraftHelp);
  command->add_flag(
      "--fail-on-change", options->fail_on_change, "exit code 1 when anything differs, for CI");
  command->callback([&session, options] { Run(session, *options); });
}

}  // namespace dm::cli
