// StopDeciding: the worker pauses itself when something that it rests on cannot be trusted
// (reliability I21). Durable; nothing is lost, and only a person resumes.
#pragma once

#include <string>

#include "worker/core/status.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// `reason` is a code; status shows it. Where the store takes no pause the log says so, and the
// caller looks again.
inline void StopDeciding(
    Store& store, Log& log, const std::string& worker, const std::string& reason, Instant now) {
  const StatusOr<Control> control = store.GetControl();
  if (control.ok() && control->paused) return;
  const AuditEvent audit{.actor_kind = ActorKind::kWorker,
                         .actor = worker,
                         .mandate = "",
                         .action = "paused",
                         .subject = "worker",
                         .detail = "reason=" + reason,
                         .request_sha256 = ""};
  const Status paused = store.SetPause(true, reason, "", audit, now).status();
  if (!paused.ok())
    log.Write(LogLevel::kError, "pause_failed", {{"reason", DetailOf(paused).reason}});
}

}  // namespace dm
