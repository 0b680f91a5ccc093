#include "connectors/guard/breaker.h"

#include <algorithm>

#include "connectors/guard/options.h"

namespace dm::guard {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;

}  // namespace

Status Check(const BreakerOptions& options) {
  DM_RETURN_IF_ERROR(CheckRange("breaker.failures_to_break", options.failures_to_break, {1, 100}));
  DM_RETURN_IF_ERROR(
      CheckRange("breaker.first_break_ms", options.first_break_ms, {1'000, kHourMs}));
  return CheckRange(
      "breaker.break_max_ms", options.break_max_ms, {options.first_break_ms, kHourMs});
}

Breaker::Breaker(BreakerOptions options) : options_(options) {}

bool Breaker::Allow(std::int64_t now_ms) {
  const MutexLock lock(mutex_);
  if (break_ms_ == 0) return true;
  if (now_ms < until_ms_ || probing_) return false;
  probing_ = true;
  return true;
}

void Breaker::Succeeded() {
  const MutexLock lock(mutex_);
  failures_ = 0;
  break_ms_ = 0;
  until_ms_ = 0;
  probing_ = false;
}

void Breaker::Failed(std::int64_t now_ms) {
  const MutexLock lock(mutex_);
  if (break_ms_ == 0) {
    if (++failures_ < options_.failures_to_break) return;
    break_ms_ = options_.first_break_ms;
  } else {
    if (!probing_) return;
    break_ms_ = std::min(2 * break_ms_, options_.break_max_ms);
  }
  until_ms_ = now_ms + break_ms_;
  probing_ = false;
}

void Breaker::Withdrawn() {
  const MutexLock lock(mutex_);
  probing_ = false;
}

BreakerState Breaker::State(std::int64_t now_ms) const {
  const MutexLock lock(mutex_);
  if (break_ms_ == 0) return BreakerState::kClosed;
  return now_ms < until_ms_ ? BreakerState::kBroken : BreakerState::kProbing;
}

std::int64_t Breaker::BrokenUntilMs() const {
  const MutexLock lock(mutex_);
  return until_ms_;
}

}  // namespace dm::guard
