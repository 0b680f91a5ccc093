// Routing: which queue a case goes to, who may see it, and why: the three axes of casework.md 11.
#pragma once

#include <string>
#include <vector>

#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/decision.h"
#include "worker/policy/policy_set.h"

namespace dm::decision {

// The generalist's queue, which takes what no rule names a better place for.
inline constexpr char kGeneralQueue[] = "Q-20";

// A reason for every finding of every gate that did not pass and of every trigger, in code order,
// without the gates that `waived` names.
std::vector<Reason> ReasonsOf(const Assessment& assessment,
                              const PolicySet& policy,
                              const std::vector<std::string>& waived);

// The first queue in the policy's order. Triggers name the skill that is needed; a gate's queue
// counts only where no trigger names one, or where those that fired are technical. `reasons` is not
// empty.
Routing Route(std::vector<Reason> reasons, const Application& application, const PolicySet& policy);

}  // namespace dm::decision
