// What differs between two frames, in a caseworker's words. Pure.
#pragma once

#include <string>
#include <vector>

#include "worker/case/frame.h"

namespace dm::escalation {

// Empty where nothing differs but who signed it and when.
std::vector<std::string> FrameChanges(const Frame& from, const Frame& to);

}  // namespace dm::escalation
