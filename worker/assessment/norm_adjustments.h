// Higher or lower norm that a person has decided for special reasons and the frame carries (SoL
// 12:7 third paragraph). The worker takes no such decision: it counts one that is signed, covers
// the whole month and has a listed ground, and says why it cannot count any other.
#pragma once

#include <string>
#include <vector>

#include "worker/assessment/household.h"
#include "worker/assessment/policy_reader.h"
#include "worker/case/frame.h"
#include "worker/core/date.h"
#include "worker/policy/observation_codes.h"

namespace dm::assessment {

// A decision that stands in the frame and is not counted.
struct AdjustmentIssue {
  ObservationCode code;
  PersonKey person;
  Date until;
  std::string input;    // "frame.norm_adjustments[0]"
  bool settled = true;  // false: what the norm comes to is not known
};

// `today` is the day of the assessment. Puts those that hold for `month` on the household's
// members.
std::vector<AdjustmentIssue> ApplyAdjustments(
    const Frame& frame, Month month, Date today, PolicyReader* policy, Household* household);

}  // namespace dm::assessment
