// The activity requirement (SoL 12 kap., from October 2026; rules.md 18, R17): who has had income
// support for months in a row takes part in activity after a plan, or is exempt on a listed ground.
// The program never says that someone has declined, and never reduces.
#pragma once

#include "worker/assessment/context.h"

namespace dm::assessment {

// Whether a person has verified a listed ground that holds all month.
bool IsExempt(const PlanStatus& plan, const Context& context);

void CheckActivityRequirement(const PersonKey& adult, Context* context);

}  // namespace dm::assessment
