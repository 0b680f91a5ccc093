// Assets at the time of application: money and things that are to be used first (rules.md 13). The
// machine never decides on one: it finds that there is none beyond what a human accepted, or sends
// the case on.
#pragma once

#include <vector>

#include "worker/assessment/context.h"
#include "worker/assessment/incomes.h"
#include "worker/assessment/register_view.h"

namespace dm::assessment {

struct Assets {
  std::vector<CalculationRow> rows;  // amount 0: shown, not counted
  Money sum;
  bool awaits_human = false;
};

// Notes on G-09, X-19, X-20.
Assets CheckAssets(const RegisterView& view, const Incomes& incomes, Context* context);

}  // namespace dm::assessment
