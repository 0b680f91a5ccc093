#include "worker/wiring_restore.h"

#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "worker/audit/checkpoint_file.h"
#include "worker/core/id.h"
#include "worker/effects/file_marks.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/hand_over.h"
#include "worker/wiring_effects.h"
#include "worker/wiring_store.h"

namespace dm {
namespace {

constexpr std::size_t kReasonLengthMax = 300;
constexpr int kPage = 200;

Status CheckCall(const RestoreCall& call, bool needs_reason) {
  if (!IsIdText(call.actor))
    return InvalidArgument("--actor: is 1 to 64 characters from A-Z a-z 0-9 . _ : -",
                           {"FIELD_INVALID", "--actor", "give the user id of who does it"});
  if (needs_reason && (call.reason.empty() || call.reason.size() > kReasonLengthMax ||
                       call.reason.find('\n') != std::string::npos))
    return InvalidArgument(
        "--reason: has 1 to 300 bytes in one line",
        {"FIELD_INVALID", "--reason", "say why, without anything about persons"});
  return OkStatus();
}

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

}  // namespace

StatusOr<RestoreState> ReadRestoreState(const Config& config, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  RestoreState state;
  DM_ASSIGN_OR_RETURN(state.restore, store->FindRestore());
  DM_ASSIGN_OR_RETURN(state.undelivered, store->CountUndeliveredEffects());
  DM_ASSIGN_OR_RETURN(state.unasked, store->CountUnasked());
  return state;
}

StatusOr<std::string> DeclareRestore(const Config& config, const RestoreCall& call, Instant now) {
  DM_RETURN_IF_ERROR(CheckCall(call, true));
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<EffectFiles> files, OpenEffectFiles(config));
  // First the declaration: from it on nothing is sent, wherever this ends.
  DM_RETURN_IF_ERROR(
      store->DeclareRestore({.declared_at = now, .declared_by = call.actor, .reason = call.reason},
                            By(call, "restore_declared"),
                            now));
  DM_RETURN_IF_ERROR(NoteEffectKey(config, *store, By(call, "effect_key_noted"), now));
  if (files != nullptr)
    DM_RETURN_IF_ERROR(
        effects::AcceptFolders(*store, *files, By(call, "effect_folder_accepted"), now));
  return KeepCheckpointsAside(config, *store, now);
}

StatusOr<effects::RestorePass> ReconcileRestore(const Config& config,
                                                const RestoreCall& call,
                                                const std::map<EffectId, Delivery>& returned,
                                                Log& log,
                                                Instant now) {
  DM_RETURN_IF_ERROR(CheckCall(call, false));
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, store->FindRestore());
  if (!restore) return NoRestore();
  DM_RETURN_IF_ERROR(store->AppendAudit(By(call, "restore_list_read"), now));
  const std::unique_ptr<Clock> clock = MakeClock(config.clock_offset_ms);
  effects::RoutedReceiver nobody(nullptr, nullptr);
  const effects::RestoreTools tools{.store = *store,
                                    .receiver = nobody,
                                    .clock = *clock,
                                    .log = log,
                                    .stop = nullptr,
                                    .worker = call.actor,
                                    .hand_over = HandOverTo(*store, *clock, call.actor)};
  effects::RestorePass pass;
  for (const EffectState state : {EffectState::kPending, EffectState::kSent}) {
    PageRequest page{.limit = kPage, .after = ""};
    do {
      DM_ASSIGN_OR_RETURN(const Page<StoredEffect> found,
                          store->ListEffects(state, std::nullopt, page));
      for (const StoredEffect& stored : found.items) {
        if (stored.last_error == kRestoreAsked) continue;
        const auto said = returned.find(stored.effect.id);
        const std::optional<Delivery> word =
            said == returned.end() ? std::nullopt : std::optional<Delivery>(said->second);
        DM_RETURN_IF_ERROR(effects::NoteAfterRestore(tools, stored, word, &pass));
      }
      page.after = found.next;
    } while (!page.after.empty());
  }
  return pass;
}

Status EndRestore(const Config& config, const RestoreCall& call, Instant now) {
  DM_RETURN_IF_ERROR(CheckCall(call, false));
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  return store->EndRestore("", By(call, "restore_ended"), now);
}

}  // namespace dm
