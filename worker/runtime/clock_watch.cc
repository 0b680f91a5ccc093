#include "worker/runtime/clock_watch.h"

#include <utility>
#include <vector>

#include "worker/ports/stop_deciding.h"

namespace dm {
namespace {

// The two clocks are read one after the other, and a machine may be slow.
constexpr std::int64_t kToldMs = 1'000;
// Machines are kept within seconds by NTP; what is further off gives wrong dates sooner or later.
constexpr std::int64_t kStopsMs = 10 * std::int64_t{60'000};

std::int64_t Size(std::int64_t ms) {
  return ms < 0 ? -ms : ms;
}

}  // namespace

ClockWatch::ClockWatch(Store& store, const Clock& clock, Log& log, std::string worker)
    : store_(store), clock_(clock), log_(log), worker_(std::move(worker)) {}

void ClockWatch::Look() {
  const Instant now = clock_.Now();
  const std::int64_t ahead_ms = now.unix_ms() - clock_.MonotonicMs();
  if (!store_seen_) store_seen_ = LookAtStore(now);
  const std::int64_t by_ms = ahead_ms - ahead_ms_.value_or(ahead_ms);
  ahead_ms_ = ahead_ms;
  if (Size(by_ms) > kStopsMs) return Stop("CLOCK_JUMPED", by_ms);
  if (Size(by_ms) > kToldMs) log_.Write(LogLevel::kWarning, "clock_jumped", {{"by_ms", by_ms}});
}

// False where the store does not tell: it is asked again.
bool ClockWatch::LookAtStore(Instant now) {
  const StatusOr<AuditHead> head = store_.GetAuditHead();
  if (!head.ok()) return false;
  if (head->sequence == 0) return true;
  const StatusOr<std::vector<AuditRecord>> last = store_.ReadAudit(head->sequence, 1);
  if (!last.ok()) return false;
  if (last->empty()) return true;
  const std::int64_t behind_ms = last->front().at.unix_ms() - now.unix_ms();
  if (behind_ms > kStopsMs) Stop("CLOCK_BEHIND_STORE", -behind_ms);
  return true;
}

void ClockWatch::Stop(const std::string& reason, std::int64_t by_ms) {
  log_.Write(LogLevel::kError, "clock_not_trusted", {{"reason", reason}, {"by_ms", by_ms}});
  StopDeciding(store_, log_, worker_, reason, clock_.Now());
}

}  // namespace dm
