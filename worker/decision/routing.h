// Routing: which queue a case goes to, who may see it, and why: the three axes of casework.md 11.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/policy/observation_codes.h"
#include "worker/policy/policy_set.h"

namespace dm::decision {

// The generalist's queue, which takes what no rule names a better place for.
inline constexpr char kGeneralQueue[] = "Q-20";

// A reason for every finding of every gate that did not pass and of every trigger, in code order,
// without the gates that `waived` names.
std::vector<Reason> ReasonsOf(const Assessment& assessment,
                              const PolicySet& policy,
                              const std::vector<std::string>& waived);

// What an observation of the decision step says, in the form of a finding; `values` by the names of
// its arguments.
using Values = std::map<std::string, std::string, std::less<>>;
Reason ReasonFor(ObservationCode code, const Values& values, const PolicySet& policy, Date on);

// The first queue in the policy's order. Triggers name the skill that is needed; a gate's queue
// counts only where no trigger names one, or where those that fired are technical. `reasons` is not
// empty. A queue that falls to another does so `today` when the payment run is near: neither
// sampling nor technique delays money.
Routing Route(std::vector<Reason> reasons,
              const Application& application,
              Date today,
              const PolicySet& policy);

}  // namespace dm::decision
