// Whether a frame may be signed: whole, free of contradictions, in force for no longer than policy
// allows, with a record for each child (casework.md 5, 17).
#pragma once

#include <string>
#include <vector>

#include "worker/case/frame.h"
#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"

namespace dm::escalation {

// What keeps a frame from being signed.
struct FrameFault {
  Status status;       // invalid argument with field, limit and remedy, for the caller's program
  std::string text;    // what holds, for the caseworker; Swedish
  std::string remedy;  // Swedish
};

// Every fault; empty where it may be signed.
std::vector<FrameFault> CheckWholeFrame(const Frame& frame, Date today, const PolicySet& policy);

// The first fault. NotFound names a policy parameter that is not set.
Status CheckFrame(const Frame& frame, Date today, const PolicySet& policy);

}  // namespace dm::escalation
