// Rule checks: whether the rules that the result rests on are there, approved, past their watch
// after release, and without an open incident (gate G-15).
#pragma once

#include "worker/assessment/context.h"
#include "worker/case/assessment.h"

namespace dm::assessment {

// Last of all checks: `result` has its rows, and the policy reader knows what was missing.
void CheckRules(const Assessment& result, Context* context);

}  // namespace dm::assessment
