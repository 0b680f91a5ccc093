// Whether a decision may still rest on what was assessed.
#pragma once

#include <optional>

#include "worker/case/case_record.h"
#include "worker/case/frame.h"
#include "worker/core/instant.h"
#include "worker/policy/policy_set.h"

namespace dm {

// False on another day, with answers that have grown too old since (T-10: at the decision), under
// other policies, and when the frame has ended or another is in force (I16). `frame`: the one in
// force, nothing where there is none. The record has an assessment.
bool AssessmentHolds(const CaseRecord& record,
                     const std::optional<Frame>& frame,
                     const PolicySet& policy,
                     Instant now);

}  // namespace dm
