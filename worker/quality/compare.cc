#include "worker/quality/compare.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace dm::quality {
namespace {

constexpr std::int64_t kAmountClassMax = 4;

// What a case may have against it and still be one that the worker would have decided.
constexpr std::array<std::string_view, 6> kOfTheIntroduction = {"PAUSED",
                                                                "TRIG.X36",
                                                                "GATE.G15.FAIL.SAMPLE",
                                                                "GATE.G15.FAIL.MANDATE",
                                                                "GATE.G15.FAIL.FREEZE",
                                                                "TRIG.X41"};

using RowKey = std::pair<std::string, std::optional<PersonKey>>;

std::map<RowKey, Money> ByKey(const std::vector<BlindRow>& rows) {
  std::map<RowKey, Money> sums;
  for (const BlindRow& row : rows) sums[{row.code, row.person}] += row.amount;
  return sums;
}

bool IsSubtracted(const std::string& code) {
  return code.starts_with("income.") || code.starts_with("asset.");
}

}  // namespace

std::string HouseholdOf(const Application& application) {
  const auto adults = std::count_if(
      application.persons.begin(), application.persons.end(), [](const Person& person) {
        return person.role == PersonRole::kApplicant || person.role == PersonRole::kCoApplicant;
      });
  std::string kind = adults > 1 ? "COUPLE" : "SINGLE";
  if (HasChildren(application.persons)) kind += "_CHILDREN";
  return kind;
}

std::string ChannelOf(const Application& application) {
  switch (application.channel) {
    case Channel::kEApplication:
      return "E_APPLICATION";
    case Channel::kPaper:
      return "PAPER";
    case Channel::kOral:
      return "ORAL";
    case Channel::kUnspecified:
      return "-";
  }
  return "-";
}

std::string AmountClassOf(const std::optional<Assessment>& assessment, Money step) {
  if (!assessment || !assessment->computable || step.ore() <= 0) return "-";
  return std::to_string(std::min(assessment->grant.ore() / step.ore(), kAmountClassMax));
}

Decided DecidedOf(const Decision& decision) {
  Decided decided;
  decided.outcome = decision.outcome;
  decided.granted = decision.granted;
  for (const DecisionRow& row : decision.rows) {
    decided.rows.push_back({row.code, row.person, row.effective()});
  }
  return decided;
}

Decided ComputedOf(const Assessment& assessment) {
  Decided decided;
  decided.outcome = assessment.outcome;
  decided.granted = assessment.grant;
  for (const CalculationRow& row : assessment.rows) {
    decided.rows.push_back({row.code, row.person, row.amount});
  }
  return decided;
}

Decided DecidedOf(const BlindReview& blind) {
  return {.outcome = blind.outcome, .granted = blind.granted, .rows = blind.rows};
}

std::vector<RowDifference> Differences(const Decided& first, const Decided& second) {
  std::vector<RowDifference> differences;
  if (first.rows.empty() || second.rows.empty()) return differences;
  const std::map<RowKey, Money> ours = ByKey(first.rows);
  std::map<RowKey, Money> theirs = ByKey(second.rows);
  for (const auto& [key, amount] : ours) {
    const Money other = theirs[key];
    if (amount != other) differences.push_back({key.first, key.second, amount, other});
    theirs.erase(key);
  }
  for (const auto& [key, amount] : theirs) {
    if (!amount.is_zero()) differences.push_back({key.first, key.second, Money(), amount});
  }
  return differences;
}

bool IsSerious(const Decided& first, const Decided& second, Money limit) {
  return first.outcome != second.outcome || Abs(first.granted - second.granted) > limit;
}

bool IsClean(const std::vector<Reason>& reasons) {
  return std::all_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
    return reason.code.starts_with("MODE.") ||
           std::find(kOfTheIntroduction.begin(), kOfTheIntroduction.end(), reason.code) !=
               kOfTheIntroduction.end();
  });
}

std::string CheckRows(const BlindReview& blind) {
  if (blind.rows.empty()) return "";
  Money need;
  for (const BlindRow& row : blind.rows) {
    if (IsSubtracted(row.code)) {
      need -= row.amount;
    } else {
      need += row.amount;
    }
  }
  if (need.is_negative()) need = Money();
  // A municipality may round the grant: by less than a krona.
  return Abs(need - blind.granted) < Money::FromKronor(1) ? "" : "granted";
}

}  // namespace dm::quality
