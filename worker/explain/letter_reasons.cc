#include "worker/explain/letter_reasons.h"

#include <algorithm>

#include <fmt/format.h>

#include "worker/assessment/assess.h"
#include "worker/explain/counterfactual.h"

namespace dm::explain {

namespace {

bool IsShort(const CalculationRow& row) {
  return row.applied && row.amount < *row.applied;
}

// A record holds no frame and not all history; the rows of costs need neither unless a person gave
// time to lower one, and then the rows come out otherwise and the caller sees it.
CaseInput InputOf(const CaseRecord& record) {
  CaseInput input;
  input.application = record.application;
  input.evidence = record.evidence;
  input.history = record.supplied_history;
  input.assessed_on = record.assessment->assessed_on;
  input.assessed_at = StartOfSwedishDay(input.assessed_on);
  return input;
}

std::vector<const CalculationRow*> CostsOf(const Assessment& assessment, RowKind kind) {
  std::vector<const CalculationRow*> rows;
  for (const CalculationRow& row : assessment.rows) {
    if (row.kind == kind) rows.push_back(&row);
  }
  return rows;
}

bool SameCosts(const Assessment& a, const Assessment& b, RowKind kind) {
  const auto left = CostsOf(a, kind);
  const auto right = CostsOf(b, kind);
  return std::equal(left.begin(),
                    left.end(),
                    right.begin(),
                    right.end(),
                    [](const CalculationRow* one, const CalculationRow* other) {
                      return one->code == other->code && one->amount == other->amount &&
                             one->applied == other->applied && one->rule == other->rule;
                    });
}

}  // namespace

std::vector<RowChange> ChangesForLetter(const CaseRecord& record, const PolicySet& policy) {
  std::vector<RowChange> changes;
  if (!record.assessment || record.assessment->policy_sha256 != policy.sha256()) return changes;
  const Assessment& stored = *record.assessment;
  if (std::none_of(stored.rows.begin(), stored.rows.end(), IsShort)) return changes;
  const CaseInput input = InputOf(record);
  const Assessment again = Assess(input, policy);
  if (!SameCosts(stored, again, RowKind::kCost) || !SameCosts(stored, again, RowKind::kExtraCost))
    return changes;
  const std::vector<Counterfactual> found = FindCounterfactuals(input, again, policy);
  for (const RowKind kind : {RowKind::kCost, RowKind::kExtraCost}) {
    const auto rows = CostsOf(stored, kind);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string target =
          fmt::format("grant/need/{}/{}", kind == RowKind::kCost ? "costs" : "extra_costs", i);
      const auto change =
          std::find_if(found.begin(), found.end(), [&target](const Counterfactual& one) {
            return one.target == target && !one.applicant.empty();
          });
      if (change == found.end()) continue;
      changes.push_back({.code = rows[i]->code,
                         .applied = *rows[i]->applied,
                         .granted = rows[i]->amount,
                         .sentence = change->applicant});
    }
  }
  return changes;
}

}  // namespace dm::explain
