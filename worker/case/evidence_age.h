// How old an answer may be to be used. Step 2 asks again for what is too old, step 3 does not trust
// it: both ask here, so that they never differ.
#pragma once

#include <cstdint>

#include "worker/case/evidence.h"
#include "worker/core/instant.h"

namespace dm {

// An answer stamped this much later than the clock shows is taken as just fetched: clocks of two
// machines differ a little, and a clock is set back a little.
inline constexpr std::int64_t kClockSlackMs = 300'000;

// True when the answer was fetched more than `max_age_ms` before `now`, or so much later than `now`
// that a clock must have been set back and nobody knows its age.
bool IsTooOld(const SourceAnswer& answer, Instant now, std::int64_t max_age_ms);

}  // namespace dm
