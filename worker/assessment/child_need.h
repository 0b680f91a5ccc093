// A child's own part of the need: the personal norm and the child's share per head of common costs
// and housing. Money of the child's own counts up to it and no further: a child's surplus is not
// used for the others (rules.md 12, child.cap_to_own_need).
#pragma once

#include <vector>

#include "worker/case/assessment.h"
#include "worker/core/rational.h"

namespace dm::assessment {

struct NeedRows {
  const std::vector<CalculationRow>& norm;
  const std::vector<CalculationRow>& costs;
  int members = 1;  // of the case
};

// Exact, in öre.
Rational OwnPartOfNeed(const PersonKey& child, const NeedRows& rows);

// What of each amount counts when together they count up to `most`, taken in order.
std::vector<Rational> CapInOrder(const std::vector<Rational>& amounts, const Rational& most);

}  // namespace dm::assessment
