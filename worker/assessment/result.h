// The result: need minus means, the grant and the outcome (rules.md 1, 3, 15.1), and G-13.
#pragma once

#include "worker/assessment/assets.h"
#include "worker/assessment/context.h"
#include "worker/assessment/costs.h"
#include "worker/assessment/incomes.h"
#include "worker/assessment/norm.h"

namespace dm::assessment {

struct Parts {
  Norm* norm;
  Costs* costs;
  Incomes* incomes;
  Assets* assets;
};

// Takes the rows out of norm, costs, incomes and assets.
// Fills rows, sums, result, grant and outcome of `out`. Sums that are known are shown even when the
// result is not.
void ComputeResult(const Parts& parts, Context* context, Assessment* out);

// Positive, in full, under the ceiling, and little changed (G-13, X-04, X-26).
void CheckResult(Context* context, Assessment* out);

}  // namespace dm::assessment
