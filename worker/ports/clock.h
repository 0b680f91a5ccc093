// Clock: the only source of time for the steps and the runtime.
#pragma once

#include "worker/core/instant.h"

namespace dm {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
  // Milliseconds of a clock that never goes back: leases in one process, durations, back-off.
  virtual std::int64_t MonotonicMs() const = 0;
};

}  // namespace dm
