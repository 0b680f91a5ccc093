// medarbetare policy sweep: a rule was wrong; who was decided under it, and what it would have
// been.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "worker/cli/decided_cases.h"
#include "worker/cli/policy_commands.h"
#include "worker/cli/table.h"
#include "worker/core/date.h"
#include "worker/sweep/sweep.h"

namespace dm::cli {
namespace {

using Json = nlohmann::ordered_json;

// A beginning of a hash that is shorter could fit two sets.
constexpr std::size_t kHashShortest = 8;

struct Options {
  std::string policies = "policies";
  std::string municipality;
  std::string month;
  std::string csv;
  sweep::WrongRule wrong;
};

const char* DecidedBy(const sweep::SweepRow& row) {
  return row.decided_by == DecisionKind::kAutomatic ? "automatiskt" : "handläggare";
}

std::string Difference(const sweep::SweepRow& row) {
  const std::optional<Money> underpaid = row.underpaid();
  if (!underpaid) return "går inte att räkna";
  if (underpaid->is_zero()) return "ingen";
  return (underpaid->is_negative() ? "" : "+") + underpaid->ToSwedish();
}

// Kronor with a decimal comma, as Swedish spreadsheets read them; nothing where there is none.
std::string Cell(const std::optional<Money>& money) {
  if (!money) return "";
  const std::int64_t ore = Abs(*money).ore();
  return fmt::format("{}{},{:02}", money->is_negative() ? "-" : "", ore / 100, ore % 100);
}

std::string Csv(const sweep::SweepResult& result) {
  // The mark lets spreadsheets see that the text is UTF-8.
  std::string csv = "\xEF\xBB\xBF";
  csv += "arende;ansokan;manad;typfall;beslutat_av;beviljat;beraknat_da;beraknat_nu;for_lite\r\n";
  for (const sweep::SweepRow& row : result.rows) {
    csv += fmt::format("{};{};{};{};{};{};{};{};{}\r\n",
                       row.case_id.value(),
                       row.application.value(),
                       row.month.ToString(),
                       row.typfall,
                       DecidedBy(row),
                       Cell(row.granted),
                       Cell(row.assessed),
                       Cell(row.recomputed),
                       Cell(row.underpaid()));
  }
  return csv;
}

Json AsJson(const sweep::SweepResult& result, const DecidedCases& cases) {
  Json json = {{"decided", cases.given()},
               {"left_out", cases.left_out()},
               {"under_the_rule", result.rows.size()},
               {"underpaid", result.underpaid},
               {"underpaid_ore", result.underpaid_sum.ore()},
               {"overpaid", result.overpaid},
               {"overpaid_ore", result.overpaid_sum.ore()},
               {"unchanged", result.unchanged},
               {"not_computable", result.not_computable},
               {"cases", Json::array()}};
  for (const sweep::SweepRow& row : result.rows) {
    Json one = {{"case", row.case_id.value()},
                {"application", row.application.value()},
                {"month", row.month.ToString()},
                {"typfall", row.typfall},
                {"automatic", row.decided_by == DecisionKind::kAutomatic},
                {"granted_ore", row.granted.ore()},
                {"assessed_ore", row.assessed.ore()}};
    if (row.recomputed) one["recomputed_ore"] = row.recomputed->ore();
    if (const auto underpaid = row.underpaid()) one["underpaid_ore"] = underpaid->ore();
    json["cases"].push_back(std::move(one));
  }
  return json;
}

void PrintText(const sweep::SweepResult& result, const DecidedCases& cases) {
  std::cout << fmt::format("{} beslutade ärenden gicks igenom, {} är beslutade under regeln\n",
                           cases.given(),
                           result.rows.size());
  if (cases.left_out() > 0)
    std::cout << fmt::format("{} utan bevarat underlag är inte med: gå igenom dem för hand\n",
                             cases.left_out());
  std::cout << fmt::format("  fick för lite        {:>6}  {}\n",
                           result.underpaid,
                           result.underpaid_sum.ToSwedish())
            << fmt::format("  fick för mycket      {:>6}  {}\n",
                           result.overpaid,
                           result.overpaid_sum.ToSwedish())
            << fmt::format("  samma belopp         {:>6}\n", result.unchanged)
            << fmt::format("  går inte att räkna   {:>6}\n", result.not_computable);
  std::vector<std::vector<std::string>> rows;
  for (const sweep::SweepRow& row : result.rows) {
    if (row.underpaid() && row.underpaid()->is_zero()) continue;
    rows.push_back({row.case_id.value(),
                    row.month.ToString(),
                    row.typfall.empty() ? "-" : row.typfall,
                    DecidedBy(row),
                    row.granted.ToSwedish(),
                    row.recomputed ? row.recomputed->ToSwedish() : "-",
                    Difference(row)});
  }
  if (rows.empty()) return;
  std::cout << '\n';
  PrintTable(std::cout,
             {{"ÄRENDE"},
              {"MÅNAD"},
              {"TYPFALL"},
              {"BESLUTAT"},
              {"BEVILJAT", Align::kRight},
              {"RÄTT REGEL", Align::kRight},
              {"SKILLNAD", Align::kRight}},
             rows);
}

// Every decided case through the sweep; false after a message.
bool GoThrough(Session& session, DecidedCases* cases, sweep::Sweep* sweep) {
  for (;;) {
    DecidedCase one;
    const StatusOr<bool> more = cases->Next(&one);
    if (!more.ok()) {
      if (more.status().code() != StatusCode::kCancelled)
        session.Fail(kExitRefused, MessageOf(more.status()));
      return false;
    }
    if (!*more) return true;
    sweep->Add({.id = std::move(one.id),
                .input = std::move(one.input),
                .assessment = std::move(one.kept.assessment),
                .decision = std::move(one.kept.decisions.back())});
  }
}

bool IsHashBeginning(const std::string& text) {
  return text.size() >= kHashShortest && std::all_of(text.begin(), text.end(), [](char c) {
           return std::isdigit(static_cast<unsigned char>(c)) != 0 || (c >= 'a' && c <= 'f');
         });
}

std::string FaultOf(const Options& options) {
  const sweep::WrongRule& wrong = options.wrong;
  if (wrong.rule.empty() && wrong.typfall.empty() && wrong.policy_sha256.empty())
    return "say what was wrong: --rule, --typfall or --set";
  for (const std::string& set : wrong.policy_sha256) {
    if (!IsHashBeginning(set))
      return "--set: is the beginning of a policy set's hash, at least 8 of 0-9 a-f";
  }
  if (!options.month.empty() && !Month::Parse(options.month).ok()) return "--month is YYYY-MM";
  return "";
}

void Run(Session& session, const Options& options) {
  if (const std::string fault = FaultOf(options); !fault.empty())
    return session.Fail(kExitBadInput, fault);
  const auto mended = LoadOrPrint(session, options.policies, options.municipality);
  if (mended == nullptr || !session.Connect()) return;
  DecidedCases cases(session, options.month);
  sweep::Sweep sweep(options.wrong, *mended);
  if (!GoThrough(session, &cases, &sweep)) return;
  const sweep::SweepResult result = sweep.Take();
  if (!options.csv.empty()) {
    std::ofstream file(options.csv, std::ios::binary | std::ios::trunc);
    file << Csv(result);
    file.close();
    if (!file)
      return session.Fail(kExitBadInput, options.csv + ": cannot be written; check the folder");
  }
  if (session.json) {
    std::cout << AsJson(result, cases).dump(2) << '\n';
  } else {
    PrintText(result, cases);
  }
}

}  // namespace

void AddPolicySweep(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "sweep", "A rule was wrong: the decisions made under it, and what the mended rules give");
  auto options = std::make_shared<Options>();
  session.AddOptions(*command);
  command->add_option("--policies", options->policies, "the mended policies folder")
      ->capture_default_str();
  command->add_option("--municipality", options->municipality, "folder under policies/municipality")
      ->required();
  command->add_option("--rule",
                      options->wrong.rule,
                      "a table or parameter, or one row of it: cap.housing, cap.housing/BO26-1");
  command->add_option("--typfall", options->wrong.typfall, "decided as this typfall");
  command->add_option(
      "--set", options->wrong.policy_sha256, "decided under this policy set: its hash, or 8 of it");
  command->add_option("--month", options->month, "only this month, YYYY-MM");
  command->add_option("--csv", options->csv, "write every case to this file");
  command->callback([&session, options] { Run(session, *options); });
}

}  // namespace dm::cli
