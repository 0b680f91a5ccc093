// The incomes that the registers show against the frame and against the month before: gaps and
// unusual changes, never summed into the result (rules.md 2, 10.4).
#pragma once

#include <set>
#include <vector>

#include "worker/assessment/declared_incomes.h"
#include "worker/assessment/incomes.h"

namespace dm::assessment {

struct Comparison {
  const std::vector<KindTotal>& shown;
  const DeclaredIncomes& declared;
  const std::set<PersonKey>& silent;  // persons about whom a register is unknown
  const IncomeWindows& windows;
};

// True when the kinds are those of the frame, each within the tolerance.
bool CompareWithFrame(const Comparison& comparison, Context* context);

void CompareWithMonthBefore(const Comparison& comparison,
                            const std::vector<Received>& month_before,
                            Context* context);

}  // namespace dm::assessment
