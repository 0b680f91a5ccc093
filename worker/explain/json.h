// The explanation as JSON (docs/explanation.md). Keys stand in a fixed order and absent values are
// left out, so that the same explanation gives the same bytes.
#pragma once

#include <string>

#include "worker/case/explanation.h"

namespace dm::explain {

std::string ToJson(const Explanation& explanation);

}  // namespace dm::explain
