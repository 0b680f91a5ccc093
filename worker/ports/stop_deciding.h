// StopDeciding: the worker pauses itself when something that it rests on cannot be trusted
// (reliability I21). StopSending: it declares a restore that nobody has declared, because this
// store may be an older one than what was sent (I25). Both are durable; nothing is lost, and only a
// person ends them.
#pragma once

#include <optional>
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

// `reason` is a code. Does nothing where a restore is under way.
inline void StopSending(
    Store& store, Log& log, const std::string& worker, const std::string& reason, Instant now) {
  const StatusOr<std::optional<Restore>> restore = store.FindRestore();
  if (restore.ok() && *restore) return;
  log.Write(LogLevel::kError, "restore_suspected", {{"reason", reason}});
  const AuditEvent audit{.actor_kind = ActorKind::kWorker,
                         .actor = worker,
                         .mandate = "",
                         .action = "restore_declared",
                         .subject = "store",
                         .detail = "reason=" + reason,
                         .request_sha256 = ""};
  const Status declared = store.DeclareRestore(
      {.declared_at = now, .declared_by = worker, .reason = reason}, audit, now);
  if (!declared.ok())
    log.Write(LogLevel::kError, "restore_not_declared", {{"reason", DetailOf(declared).reason}});
}

}  // namespace dm
