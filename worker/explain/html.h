// The explanation as one HTML page for caseworkers: self-contained, no scripts, light and dark,
// prints well. The same explanation gives the same bytes.
#pragma once

#include <string>

#include "worker/case/explanation.h"

namespace dm::explain {

std::string ToHtml(const Explanation& explanation);

}  // namespace dm::explain
