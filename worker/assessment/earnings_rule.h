// The special rule for income from employment, applied to an adult's row (SoL 12:8): three quarters
// count inside the person's window, and everything about the window that a human must see is noted
// (rules.md 11).
#pragma once

#include <string>
#include <vector>

#include "worker/assessment/context.h"

namespace dm::assessment {

void ApplyEarningsRule(const PersonKey& person,
                       const std::vector<std::string>& refs,
                       CalculationRow* row,
                       Context* context);

}  // namespace dm::assessment
