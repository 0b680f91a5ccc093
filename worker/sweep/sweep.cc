#include "worker/sweep/sweep.h"

#include <algorithm>
#include <tuple>

#include "worker/assessment/assess.h"

namespace dm::sweep {

namespace {

// A row names its rule as "cap.housing/BO26-1" and what it rests on as "policy:cap.housing/BO26-1".
bool RestsOn(const CalculationRow& row, const std::string& rule) {
  if (row.rule == rule) return true;
  const std::string input = "policy:" + rule;
  return std::find(row.inputs.begin(), row.inputs.end(), input) != row.inputs.end();
}

CaseInput InputOf(const StoredCase& stored) {
  CaseInput input;
  input.application = stored.record.application;
  input.frame = stored.frame;
  input.evidence = stored.record.evidence;
  input.history = stored.history;
  input.assessed_on = stored.record.assessment->assessed_on;
  // The answers were fresh when the case was assessed: as of the last of them.
  input.assessed_at = stored.record.received_at;
  for (const PersonEvidence& person : stored.record.evidence.persons) {
    for (const SourceAnswer& answer : person.answers)
      input.assessed_at = std::max(input.assessed_at, answer.fetched_at);
  }
  return input;
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

bool WasDecidedUnder(const StoredCase& stored, const WrongRule& wrong) {
  const CaseRecord& record = stored.record;
  if (record.decisions.empty() || !record.assessment.has_value()) return false;
  const std::vector<std::string>& sets = wrong.policy_sha256;
  if (!sets.empty() &&
      std::find(sets.begin(), sets.end(), record.assessment->policy_sha256) == sets.end()) {
    return false;
  }
  if (!wrong.typfall.empty() && record.decisions.back().typfall != wrong.typfall) return false;
  if (wrong.rule.empty()) return true;
  const std::vector<CalculationRow>& rows = record.assessment->rows;
  return std::any_of(rows.begin(), rows.end(), [&](const CalculationRow& row) {
    return RestsOn(row, wrong.rule);
  });
}

SweepResult Sweep(const std::vector<StoredCase>& cases,
                  const WrongRule& wrong,
                  const PolicySet& mended) {
  SweepResult result;
  for (const StoredCase& stored : cases) {
    if (!WasDecidedUnder(stored, wrong)) continue;
    const Decision& decision = stored.record.decisions.back();
    const Assessment again = Assess(InputOf(stored), mended);
    SweepRow row;
    row.case_id = stored.record.id;
    row.application = stored.record.application.id;
    row.month = stored.record.application.month;
    row.typfall = decision.typfall;
    row.decided_by = decision.kind;
    row.granted = decision.granted;
    if (again.computable && again.outcome != Outcome::kNone) row.recomputed = again.grant;
    Count(row, &result);
    result.rows.push_back(std::move(row));
  }
  std::sort(result.rows.begin(), result.rows.end(), [](const SweepRow& a, const SweepRow& b) {
    const auto key = [](const SweepRow& row) {
      return std::make_tuple(
          RankOf(row), Money() - Abs(row.underpaid().value_or(Money())), row.case_id);
    };
    return key(a) < key(b);
  });
  return result;
}

}  // namespace dm::sweep
