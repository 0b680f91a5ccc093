// SimClock: one process's clock over virtual time. Its wall may be wrong, jump or stand still; what
// measures durations only runs.
#pragma once

#include <optional>

#include "tests/sim/world.h"
#include "worker/ports/clock.h"

namespace dm::sim {

class SimClock final : public Clock {
 public:
  explicit SimClock(const World& world) : world_(world) {}

  Instant Now() const override { return stands_ ? *stands_ : world_.Now().PlusMs(wrong_ms_); }

  std::int64_t MonotonicMs() const override { return 1'000'000 + world_.schedule.now_ms(); }

  void SetWrong(std::int64_t ms) {
    wrong_ms_ = ms;
    stands_.reset();
  }

  void SetTo(Instant instant) { SetWrong(instant - world_.Now()); }

  void StandStill() { stands_ = Now(); }

 private:
  const World& world_;
  std::int64_t wrong_ms_ = 0;
  std::optional<Instant> stands_;
};

}  // namespace dm::sim
