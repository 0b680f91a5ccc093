// ClockWatch: a clock that jumps, or that is behind what the store has seen, stops deciding: dates
// of decisions and of payments come from it (reliability F41, S43).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// One thread.
class ClockWatch {
 public:
  ClockWatch(Store& store, const Clock& clock, Log& log, std::string worker);

  // The first look holds the clock against the last audit record: it may be of another machine,
  // whose clock may differ by ten minutes. Later ones hold it against the time that has passed
  // since the look before: a jump above a second is told, one above ten minutes also stops
  // deciding.
  void Look();

 private:
  void Stop(const std::string& reason, std::int64_t by_ms);
  bool LookAtStore(Instant now);

  Store& store_;
  const Clock& clock_;
  Log& log_;
  const std::string worker_;
  bool store_seen_ = false;
  std::optional<std::int64_t> ahead_ms_;  // of the monotonic clock, at the last look
};

}  // namespace dm
