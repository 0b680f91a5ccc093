// Breaker: stops questions to a register that fails again and again, so that cases wait for it
// instead of on it, and lets one through now and then to see whether it is back.
#pragma once

#include <cstdint>

#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::guard {

struct BreakerOptions {
  int failures_to_break = 5;             // in a row; 1 to 100
  std::int64_t first_break_ms = 30'000;  // 1 000 to 3 600 000; doubles with each failed probe
  std::int64_t break_max_ms = 600'000;   // at least first_break_ms, at most 3 600 000
};

// Invalid argument that names field, limit and remedy.
Status Check(const BreakerOptions& options);

// kProbing: the pause is over and one question is out, or may go out, to see.
enum class BreakerState { kClosed, kProbing, kBroken };

// Thread-safe. Times are on the clock's monotonic scale, from 0.
class Breaker {
 public:
  explicit Breaker(BreakerOptions options);

  // True when a question may go out now; then Succeeded, Failed or Withdrawn must follow. Of a
  // breaker whose pause is over exactly one question, the probe, goes out.
  bool Allow(std::int64_t now_ms);
  // The register answered, be it with a fault of ours. Closes a broken breaker, also when the
  // question went out before the break: that the register answers is what the probe asks.
  void Succeeded();
  // Of a broken breaker only the probe's failure counts; failures of questions that went out before
  // the break prolong nothing.
  void Failed(std::int64_t now_ms);
  // The question was allowed but never sent, or stopped by us: it says nothing about the register.
  void Withdrawn();

  BreakerState State(std::int64_t now_ms) const;
  // Until when questions are refused; 0 when they are not. In the past while the probe is out.
  std::int64_t BrokenUntilMs() const;

 private:
  const BreakerOptions options_;
  mutable Mutex mutex_;
  int failures_ DM_GUARDED_BY(mutex_) = 0;
  std::int64_t break_ms_ DM_GUARDED_BY(mutex_) = 0;  // 0: closed
  std::int64_t until_ms_ DM_GUARDED_BY(mutex_) = 0;
  bool probing_ DM_GUARDED_BY(mutex_) = false;
};

}  // namespace dm::guard
