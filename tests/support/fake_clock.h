// A clock that stands still until a test moves it.
#pragma once

#include <cstdint>

#include "worker/ports/clock.h"

namespace dm::testing {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant now) : now_(now) {}

  Instant Now() const override { return now_; }

  std::int64_t MonotonicMs() const override { return monotonic_ms_; }

  void Advance(std::int64_t ms) {
    now_ = now_.PlusMs(ms);
    monotonic_ms_ += ms;
  }

  // The wall clock alone, as when somebody sets it.
  void Jump(std::int64_t ms) { now_ = now_.PlusMs(ms); }

 private:
  Instant now_;
  std::int64_t monotonic_ms_ = 1'000'000;
};

}  // namespace dm::testing
