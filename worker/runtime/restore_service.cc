#include "worker/runtime/restore_service.h"

#include <cstddef>
#include <optional>

#include "worker/core/id.h"
#include "worker/effects/after_restore.h"
#include "worker/effects/routed_receiver.h"
#include "worker/runtime/hand_over.h"

namespace dm {
namespace {

// With who has declared it, it stands in a mark of 512 bytes.
constexpr std::size_t kReasonBytesMax = 300;

AuditEvent By(const CallContext& context, const std::string& actor, const char* action) {
  return {.actor_kind = ActorKind::kPerson,
          .actor = actor,
          .mandate = "",
          .action = action,
          .subject = "store",
          .detail = context.caller.empty() ? "" : "caller=" + context.caller,
          .request_sha256 = context.content_sha256};
}

Status CheckActor(const std::string& actor) {
  if (IsIdText(actor)) return OkStatus();
  return InvalidArgument("actor: is 1 to 64 characters from A-Z a-z 0-9 . _ : -",
                         {"FIELD_INVALID", "actor", "give the user id of who does it"});
}

Status CheckReason(const std::string& reason) {
  if (!reason.empty() && reason.size() <= kReasonBytesMax && reason.find('\n') == std::string::npos)
    return OkStatus();
  return InvalidArgument("reason: has 1 to 300 bytes in one line",
                         {"FIELD_INVALID", "reason", "say why, without anything about persons"});
}

}  // namespace

StatusOr<RestoreState> RestoreService::Get(const CallContext& /*context*/) {
  RestoreState state;
  DM_ASSIGN_OR_RETURN(state.restore, store_.FindRestore());
  DM_ASSIGN_OR_RETURN(state.undelivered, store_.CountUndeliveredEffects());
  DM_ASSIGN_OR_RETURN(state.unasked, store_.CountUnasked());
  return state;
}

StatusOr<RestoreState> RestoreService::Declare(const CallContext& context,
                                               const std::string& actor,
                                               const std::string& reason) {
  DM_RETURN_IF_ERROR(CheckActor(actor));
  DM_RETURN_IF_ERROR(CheckReason(reason));
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(
      store_.DeclareRestore({.declared_at = now, .declared_by = actor, .reason = reason},
                            By(context, actor, "restore_declared"),
                            now));
  return Get(context);
}

StatusOr<RestorePass> RestoreService::Reconcile(const CallContext& context,
                                                const std::string& actor,
                                                const std::map<EffectId, Delivery>& returned) {
  DM_RETURN_IF_ERROR(CheckActor(actor));
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, store_.FindRestore());
  if (!restore) return NoRestore();
  DM_RETURN_IF_ERROR(store_.AppendAudit(By(context, actor, "restore_list_read"), clock_.Now()));
  effects::RoutedReceiver nobody(nullptr, nullptr);
  return effects::NoteReturnedList({.store = store_,
                                    .receiver = nobody,
                                    .clock = clock_,
                                    .log = log_,
                                    .stop = nullptr,
                                    .worker = worker_,
                                    .hand_over = HandOverTo(store_, clock_, worker_)},
                                   returned);
}

StatusOr<RestoreState> RestoreService::End(const CallContext& context, const std::string& actor) {
  DM_RETURN_IF_ERROR(CheckActor(actor));
  DM_RETURN_IF_ERROR(
      store_.EndRestore(context.request_id, By(context, actor, "restore_ended"), clock_.Now()));
  return Get(context);
}

}  // namespace dm
