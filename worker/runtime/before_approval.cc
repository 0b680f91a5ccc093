#include "worker/runtime/before_approval.h"

#include "worker/effects/forgotten_payment.h"
#include "worker/runtime/suspected_restore.h"

namespace dm {
namespace {

constexpr char kGeneralQueue[] = "Q-20";
constexpr char kRestoreUnderWay[] = "RESTORE_UNDER_WAY";
constexpr char kStoreTookOver[] = "STORE_TOOK_OVER";

Reason ForAPerson(std::string code, std::string text) {
  return {.code = std::move(code),
          .text = std::move(text),
          .queue = kGeneralQueue,
          .person = std::nullopt};
}

}  // namespace

StatusOr<std::optional<Reason>> LookBeforeApproval(const ApprovalLook& look,
                                                   const CaseRecord& record) {
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, look.store.FindRestore());
  if (restore)
    return MakeStatus(StatusCode::kUnavailable,
                      "nothing is decided by itself before the restore is ended",
                      {.reason = kRestoreUnderWay,
                       .field = "restore",
                       .remedy = "docs/operating/restore.md says how it is ended"});
  DM_ASSIGN_OR_RETURN(const bool took_over, look.store.TookOverLately(look.clock.Now()));
  if (took_over)
    return MakeStatus(
        StatusCode::kUnavailable,
        "another database server took over: nothing is decided by itself before every "
        "worker has seen whether it lacks something",
        {.reason = kStoreTookOver,
         .field = "store",
         .remedy = "wait a minute; docs/operating/restore.md says what follows "
                   "where something is lacking"});
  DM_ASSIGN_OR_RETURN(const effects::ForgottenPayment found,
                      effects::FindForgottenPayment(look.store, look.receiver, record));
  switch (found.what) {
    case effects::Elsewhere::kNothing:
      break;
    case effects::Elsewhere::kCannotBeAsked:
      return std::optional(
          ForAPerson("PAYMENT.OTHER_APPLICATION",
                     "Hushållet har en annan ansökan för månaden, och mottagaren av betalningar "
                     "kan inte tillfrågas. Kontrollera att inget redan har betalats ut."));
    case effects::Elsewhere::kPaid: {
      DM_ASSIGN_OR_RETURN(const bool is_news, TellsOfOlderStore(look.store, look.clock.Now()));
      if (is_news)
        DM_RETURN_IF_ERROR(DeclareReceiverAhead(
            look.store, look.log, look.worker, *found.order, look.clock.Now()));
      return std::optional(
          ForAPerson("PAYMENT.FORGOTTEN",
                     "Mottagaren har redan ett betalningsuppdrag för månaden från en annan av "
                     "hushållets ansökningar, som det här registret inte känner till. Jämför "
                     "med mottagaren innan något beslutas."));
    }
  }
  return std::optional<Reason>();
}

bool WaitsForTheStore(const Status& status) {
  const std::string& reason = DetailOf(status).reason;
  return reason == kRestoreUnderWay || reason == kStoreTookOver;
}

}  // namespace dm
