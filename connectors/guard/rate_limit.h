// RateLimit: at most so many calls a second to one service, shared by all threads (a token bucket).
#pragma once

#include <cstdint>

#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::guard {

struct RateOptions {
  std::int64_t per_minute = 0;  // 0: no limit; at most 600 000
  int burst = 1;                // calls at once after a quiet time; 1 to 1 000
};

// Invalid argument that names field, limit and remedy.
Status Check(const RateOptions& options);

// In no span of t milliseconds are there more than burst + t · per_minute / 60 000 calls.
// Thread-safe. Times are on the clock's monotonic scale, from 0; one that goes backwards earns
// nothing.
class RateLimit {
 public:
  explicit RateLimit(RateOptions options);

  // Takes the right to one call and returns 0, or returns the milliseconds until there may be one.
  std::int64_t Take(std::int64_t now_ms);

 private:
  const RateOptions options_;
  Mutex mutex_;
  // What calls have cost and time has not yet paid, in 1/60 000 of a call: a millisecond pays
  // per_minute, a call costs 60 000, and more than `burst` calls are never owed. Whole numbers, so
  // that no rounding lets a call too many through.
  std::int64_t debt_ DM_GUARDED_BY(mutex_) = 0;
  std::int64_t last_ms_ DM_GUARDED_BY(mutex_) = 0;
};

}  // namespace dm::guard
