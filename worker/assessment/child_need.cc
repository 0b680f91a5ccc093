#include "worker/assessment/child_need.h"

#include <algorithm>

#include "worker/assessment/costs.h"

namespace dm::assessment {

Rational OwnPartOfNeed(const PersonKey& child, const NeedRows& rows) {
  const int members = std::max(1, rows.members);
  Rational own;
  for (const CalculationRow& row : rows.norm) {
    if (row.kind == RowKind::kNormPersonal && row.person == child) own = own + Rational(row.amount);
    if (row.kind == RowKind::kNormCommon) own = own + Rational(row.amount).Times(1, members);
  }
  for (const CalculationRow& row : rows.costs) {
    if (row.code != CostCode(CostType::kBoende)) continue;
    own = own + Rational(row.amount).Times(1, members);
  }
  return own;
}

std::vector<Rational> CapInOrder(const std::vector<Rational>& amounts, const Rational& most) {
  std::vector<Rational> counted;
  Rational left = most;
  for (const Rational& amount : amounts) {
    const Rational part = std::max(Rational(), std::min(amount, left));
    left = left - part;
    counted.push_back(part);
  }
  return counted;
}

}  // namespace dm::assessment
