// What differs between two frames, in a caseworker's words. Pure.
#pragma once

#include <string>
#include <vector>

#include "worker/case/frame.h"
#include "worker/policy/policy_set.h"

namespace dm::escalation {

// Codes are told in the words of `policy`. Empty where nothing differs but who signed it and when.
std::vector<std::string> FrameChanges(const Frame& from, const Frame& to, const PolicySet& policy);

}  // namespace dm::escalation
