// How a frame stops holding: by a person, by a later one, by its last day, or because the household
// is no longer what it says (casework.md 5).
#pragma once

#include <optional>
#include <string>

#include "worker/core/date.h"
#include "worker/core/instant.h"

namespace dm {

// A person has ended it; kept beside the frame, which never changes itself.
struct FrameEnd {
  std::string reason;  // a code of reason_codes with the use frame_end
  std::string note;
  std::string ended_by;
  std::string mandate;
  Instant ended_at;
};

enum class FrameStanding {
  kInForce,
  kNotYet,  // its first day has not come
  kEndedByPerson,
  kSuperseded,        // a later version was signed
  kLapsed,            // its last day has passed
  kHouseholdChanged,  // the last application does not fit it
  kHousingChanged,
  kBarrierEnded,
};
const char* FrameStandingCode(FrameStanding standing);  // "in_force", …

struct FrameState {
  FrameStanding standing = FrameStanding::kInForce;
  std::optional<Date> since;  // the first day on which it did not hold
  std::string text;           // Swedish
};

}  // namespace dm
