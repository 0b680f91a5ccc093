#include "worker/runtime/fall_over.h"

namespace dm {

void FallOverAndTell(escalation::QueueService& queues, Log& log) {
  const StatusOr<int> moved = queues.FallOver();
  if (!moved.ok())
    log.Write(LogLevel::kWarning,
              "queues_fall_over_failed",
              {{"reason", DetailOf(moved.status()).reason}});
  if (moved.ok() && *moved > 0) log.Write(LogLevel::kInfo, "queues_fell_over", {{"items", *moved}});
}

}  // namespace dm
