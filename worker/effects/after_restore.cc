#include "worker/effects/after_restore.h"

#include <optional>
#include <vector>

#include "worker/effects/deliver.h"

namespace dm::effects {
namespace {

constexpr int kPage = 200;
constexpr int kSilencesInARowMax = 3;

class Asking {
 public:
  explicit Asking(const RestoreTools& tools) : tools_(tools) {}

  StatusOr<RestorePass> Run() {
    for (const EffectState state : {EffectState::kPending, EffectState::kSent}) {
      PageRequest page{.limit = kPage, .after = ""};
      do {
        DM_ASSIGN_OR_RETURN(const Page<StoredEffect> found,
                            tools_.store.ListEffects(state, std::nullopt, page));
        for (const StoredEffect& stored : found.items) {
          if (silences_in_a_row_ >= kSilencesInARowMax || (tools_.stop && tools_.stop()))
            return result_;
          if (stored.last_error != kRestoreAsked) DM_RETURN_IF_ERROR(Ask(stored));
        }
        page.after = found.next;
      } while (!page.after.empty());
    }
    return result_;
  }

 private:
  Status Ask(const StoredEffect& stored) {
    const StatusOr<std::optional<Delivery>> said = tools_.receiver.Find(stored.effect.id);
    if (!said.ok()) {
      ++result_.cannot_say;
      ++silences_in_a_row_;
      return OkStatus();
    }
    silences_in_a_row_ = 0;
    return NoteAfterRestore(tools_, stored, *said, &result_);
  }

  const RestoreTools& tools_;
  RestorePass result_;
  int silences_in_a_row_ = 0;
};

}  // namespace

StatusOr<RestorePass> AskAfterRestore(const RestoreTools& tools) {
  return Asking(tools).Run();
}

Status NoteAfterRestore(const RestoreTools& tools,
                        const StoredEffect& stored,
                        const std::optional<Delivery>& said,
                        RestorePass* pass) {
  const Attempts attempts(tools.store, tools.clock, tools.log, tools.worker, tools.hand_over);
  Delivery asked;
  asked.error_code = kRestoreAsked;
  Status marked;
  if (!said) {
    ++pass->never_seen;
    marked = attempts.Mark(stored, stored.state, asked, 0);
  } else {
    const Delivery judged = JudgeReceived(stored.effect, *said);
    switch (judged.outcome) {
      case DeliveryOutcome::kOk:
        ++pass->has;
        marked = attempts.Mark(stored, EffectState::kDelivered, judged, 0);
        break;
      case DeliveryOutcome::kRefused:
        ++pass->refused;
        marked = attempts.Refuse(stored, judged);
        break;
      case DeliveryOutcome::kUnknown:  // it has it, and has not replied yet
        ++pass->has;
        marked = attempts.Mark(stored, EffectState::kSent, asked, 0);
        break;
    }
  }
  return IsSettledMeanwhile(marked) ? OkStatus() : marked;
}

}  // namespace dm::effects
