// The month before, computed again under today's rules, so that a new norm at New Year is no change
// (G-13, casework.md 24.5).
#pragma once

#include <optional>

#include "worker/assessment/context.h"

namespace dm::assessment {

// What the month before would have been granted under the rules of the month applied for. Nothing
// when the history does not tell enough.
std::optional<Money> RecomputePrevious(Context* context);

}  // namespace dm::assessment
