#include "connectors/guard/rate_limit.h"

#include "connectors/guard/options.h"

namespace dm::guard {

namespace {

constexpr std::int64_t kCallCost = 60'000;

}  // namespace

Status Check(const RateOptions& options) {
  DM_RETURN_IF_ERROR(CheckRange("rate.per_minute", options.per_minute, {0, 600'000}));
  return CheckRange("rate.burst", options.burst, {1, 1'000});
}

RateLimit::RateLimit(RateOptions options) : options_(options) {}

std::int64_t RateLimit::Take(std::int64_t now_ms) {
  if (options_.per_minute == 0) return 0;
  const MutexLock lock(mutex_);
  if (now_ms > last_ms_) {
    // Divided rather than multiplied: after a long quiet time the product would not fit.
    const std::int64_t elapsed_ms = now_ms - last_ms_;
    const bool all_paid = elapsed_ms > debt_ / options_.per_minute;
    debt_ = all_paid ? 0 : debt_ - elapsed_ms * options_.per_minute;
    last_ms_ = now_ms;
  }
  const std::int64_t over = debt_ + kCallCost - options_.burst * kCallCost;
  if (over <= 0) {
    debt_ += kCallCost;
    return 0;
  }
  const std::int64_t late_ms = last_ms_ > now_ms ? last_ms_ - now_ms : 0;
  return late_ms + (over + options_.per_minute - 1) / options_.per_minute;
}

}  // namespace dm::guard
