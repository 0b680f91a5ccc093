// What some benefits are by law, held against what a register says was paid: odd data make a human
// look. Never used in the place of a payment (rules.md 10.3).
#pragma once

#include <vector>

#include "worker/assessment/context.h"
#include "worker/assessment/incomes.h"

namespace dm::assessment {

void CheckControlValues(const std::vector<KindTotal>& shown, Context* context);

}  // namespace dm::assessment
