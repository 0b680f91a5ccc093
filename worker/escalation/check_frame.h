// Whether a frame may be signed: whole, free of contradictions, in force for no longer than policy
// allows, with a record for each child (casework.md 5, 17).
#pragma once

#include <vector>

#include "worker/case/frame.h"
#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"

namespace dm::escalation {

// Every complaint; empty where it may be signed.
std::vector<Status> CheckWholeFrame(const Frame& frame, Date today, const PolicySet& policy);

// The first complaint, as invalid argument with field, limit and remedy. NotFound names a policy
// parameter that is not set.
Status CheckFrame(const Frame& frame, Date today, const PolicySet& policy);

}  // namespace dm::escalation
