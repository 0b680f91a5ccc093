#include "worker/wiring/restore.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "worker/audit/checkpoint_file.h"
#include "worker/effects/file_marks.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/restore_service.h"
#include "worker/wiring/effects.h"
#include "worker/wiring/store.h"

namespace dm {
namespace {

AuditEvent By(const RestoreCall& call, const std::string& action) {
  return {.actor_kind = ActorKind::kPerson,
          .actor = call.actor,
          .mandate = "",
          .action = action,
          .subject = "store",
          .detail = "",
          .request_sha256 = ""};
}

// The noted end is of a chain that is no more; it is evidence, and goes with the restore's papers.
StatusOr<std::string> KeepCheckpointsAside(const Config& config, Store& store, Instant now) {
  const std::string& path = config.audit.checkpoints;
  if (path.empty()) return std::string();
  DM_ASSIGN_OR_RETURN(const std::optional<AuditCheckpoint> latest,
                      audit::CheckpointFile(path).Latest());
  DM_ASSIGN_OR_RETURN(const AuditHead head, store.GetAuditHead());
  if (!latest) return std::string();
  if (latest->sequence <= head.sequence) {
    DM_ASSIGN_OR_RETURN(const std::vector<AuditRecord> noted, store.ReadAudit(latest->sequence, 1));
    if (!noted.empty() && noted.front().sha256 == latest->sha256) return std::string();
  }
  const std::string aside = path + ".before-restore-" + std::to_string(now.unix_ms());
  std::error_code failed;
  std::filesystem::rename(path, aside, failed);
  if (failed)
    return FailedPrecondition(
        "the file of checkpoints cannot be renamed",
        {"CHECKPOINT_NOT_KEPT", "audit.checkpoints", "Let the worker's user write its folder."});
  return aside;
}

// Who does it on the machine itself: no caller, and each command once.
CallContext HereAndNow() {
  return CallContext();
}

}  // namespace

StatusOr<RestoreState> ReadRestoreState(const Config& config, Log& log, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  const std::unique_ptr<Clock> clock = MakeClock(config.clock_offset_ms);
  return RestoreService(*store, *clock, log, "").Get(HereAndNow());
}

StatusOr<std::string> DeclareRestore(const Config& config,
                                     const RestoreCall& call,
                                     Log& log,
                                     Instant now) {
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<EffectFiles> files, OpenEffectFiles(config));
  const std::unique_ptr<Clock> clock = MakeClock(config.clock_offset_ms);
  // First the declaration: from it on nothing is sent, wherever this ends.
  DM_RETURN_IF_ERROR(RestoreService(*store, *clock, log, call.actor)
                         .Declare(HereAndNow(), call.actor, call.reason)
                         .status());
  DM_RETURN_IF_ERROR(NoteEffectKey(config, *store, By(call, "effect_key_noted"), now));
  if (files != nullptr)
    DM_RETURN_IF_ERROR(
        effects::AcceptFolders(*store, *files, By(call, "effect_folder_accepted"), now));
  return KeepCheckpointsAside(config, *store, now);
}

StatusOr<RestorePass> ReconcileRestore(const Config& config,
                                       const RestoreCall& call,
                                       const std::map<EffectId, Delivery>& returned,
                                       Log& log,
                                       Instant now) {
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  const std::unique_ptr<Clock> clock = MakeClock(config.clock_offset_ms);
  return RestoreService(*store, *clock, log, call.actor)
      .Reconcile(HereAndNow(), call.actor, returned);
}

Status EndRestore(const Config& config, const RestoreCall& call, Log& log, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  const std::unique_ptr<Clock> clock = MakeClock(config.clock_offset_ms);
  return RestoreService(*store, *clock, log, call.actor).End(HereAndNow(), call.actor).status();
}

}  // namespace dm
