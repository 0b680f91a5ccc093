#include "worker/sweep/sweep.h"

#include <algorithm>
#include <tuple>

#include "worker/assessment/assess.h"

namespace dm::sweep {

namespace {

bool IsOrBelow(const std::string& name, const std::string& rule) {
  if (name.compare(0, rule.size(), rule) != 0) return false;
  return name.size() == rule.size() || name[rule.size()] == '/';
}

// A row names its rule as "cap.housing/BO26-1" and what it rests on as "policy:cap.housing/BO26-1".
bool RestsOn(const CalculationRow& row, const std::string& rule) {
  if (IsOrBelow(row.rule, rule)) return true;
  return std::any_of(row.inputs.begin(), row.inputs.end(), [&rule](const std::string& input) {
    return IsOrBelow(input, "policy:" + rule);
  });
}

int RankOf(const SweepRow& row) {
  const std::optional<Money> underpaid = row.underpaid();
  if (!underpaid.has_value()) return 1;
  if (*underpaid > Money()) return 0;
  return underpaid->is_zero() ? 2 : 3;
}

void Count(const SweepRow& row, SweepResult* result) {
  const std::optional<Money> underpaid = row.underpaid();
  if (!underpaid.has_value()) {
    ++result->not_computable;
  } else if (*underpaid > Money()) {
    ++result->underpaid;
    result->underpaid_sum += *underpaid;
  } else if (underpaid->is_negative()) {
    ++result->overpaid;
    result->overpaid_sum += Abs(*underpaid);
  } else {
    ++result->unchanged;
  }
}

}  // namespace

std::optional<Money> SweepRow::underpaid() const {
  if (!recomputed.has_value()) return std::nullopt;
  return *recomputed - granted;
}

bool WasDecidedUnder(const DecidedCase& decided, const WrongRule& wrong) {
  const std::vector<std::string>& sets = wrong.policy_sha256;
  const std::string& set = decided.assessment.policy_sha256;
  const bool of_sets = sets.empty() || std::any_of(sets.begin(), sets.end(), [&](const auto& one) {
                         return set.compare(0, one.size(), one) == 0;
                       });
  if (!of_sets) return false;
  if (!wrong.typfall.empty() && decided.decision.typfall != wrong.typfall) return false;
  if (wrong.rule.empty()) return true;
  const std::vector<CalculationRow>& rows = decided.assessment.rows;
  return std::any_of(rows.begin(), rows.end(), [&](const CalculationRow& row) {
    return RestsOn(row, wrong.rule);
  });
}

bool Sweep::Add(const DecidedCase& decided) {
  if (!WasDecidedUnder(decided, wrong_)) return false;
  const Assessment again = Assess(decided.input, mended_);
  SweepRow row;
  row.case_id = decided.id;
  row.application = decided.input.application.id;
  row.month = decided.input.application.month;
  row.typfall = decided.decision.typfall;
  row.decided_by = decided.decision.kind;
  row.granted = decided.decision.granted;
  row.assessed = decided.assessment.grant;
  if (again.computable && again.outcome != Outcome::kNone) row.recomputed = again.grant;
  Count(row, &result_);
  result_.rows.push_back(std::move(row));
  return true;
}

SweepResult Sweep::Take() {
  std::sort(result_.rows.begin(), result_.rows.end(), [](const SweepRow& a, const SweepRow& b) {
    const auto key = [](const SweepRow& row) {
      return std::make_tuple(
          RankOf(row), Money() - Abs(row.underpaid().value_or(Money())), row.case_id);
    };
    return key(a) < key(b);
  });
  return std::move(result_);
}

}  // namespace dm::sweep
