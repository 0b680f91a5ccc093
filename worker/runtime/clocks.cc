#include "worker/runtime/clocks.h"

#include <chrono>
#include <cstdint>

namespace dm {
namespace {

template <typename SomeClock>
std::int64_t ReadMs() {
  const auto since_epoch = SomeClock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

class SystemClock final : public Clock {
 public:
  explicit SystemClock(std::int64_t offset_ms) : offset_ms_(offset_ms) {}

  Instant Now() const override {
    return Instant::FromUnixMs(ReadMs<std::chrono::system_clock>() + offset_ms_);
  }

  std::int64_t MonotonicMs() const override { return ReadMs<std::chrono::steady_clock>(); }

 private:
  std::int64_t offset_ms_;
};

}  // namespace

std::unique_ptr<Clock> MakeClock(std::int64_t offset_ms) {
  return std::make_unique<SystemClock>(offset_ms);
}

}  // namespace dm
