#include "worker/effects/after_restore.h"

#include <optional>
#include <utility>

#include "worker/effects/deliver.h"

namespace dm::effects {
namespace {

constexpr int kPage = 200;
constexpr int kSilencesInARowMax = 3;

// What is known of one effect, stored. `said`: nothing where the receiver has never seen it.
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

// Goes over what is not delivered.
class Looking {
 public:
  using Say = std::function<StatusOr<std::optional<Delivery>>(const EffectId& id)>;
  enum class Over { kUnasked, kAll };  // what was not asked about yet, or all of it once more

  Looking(const RestoreTools& tools, Over over, Say say)
      : tools_(tools), over_(over), say_(std::move(say)) {}

  StatusOr<RestorePass> Run() {
    for (const EffectState state : {EffectState::kPending, EffectState::kSent}) {
      PageRequest page{.limit = kPage, .after = ""};
      do {
        DM_ASSIGN_OR_RETURN(const Page<StoredEffect> found,
                            tools_.store.ListEffects(state, std::nullopt, page));
        for (const StoredEffect& stored : found.items) {
          if (silences_in_a_row_ >= kSilencesInARowMax || (tools_.stop && tools_.stop()))
            return result_;
          if (over_ == Over::kAll || !WasAsked(stored)) DM_RETURN_IF_ERROR(Look(stored));
        }
        page.after = found.next;
      } while (!page.after.empty());
    }
    return result_;
  }

 private:
  static bool WasAsked(const StoredEffect& stored) { return stored.last_error == kRestoreAsked; }

  Status Look(const StoredEffect& stored) {
    const StatusOr<std::optional<Delivery>> said = say_(stored.effect.id);
    if (!said.ok()) {
      ++result_.cannot_say;
      ++silences_in_a_row_;
      return OkStatus();
    }
    silences_in_a_row_ = 0;
    if (!*said && WasAsked(stored)) {  // as it stands already
      ++result_.never_seen;
      return OkStatus();
    }
    return NoteAfterRestore(tools_, stored, *said, &result_);
  }

  const RestoreTools& tools_;
  const Over over_;
  const Say say_;
  RestorePass result_;
  int silences_in_a_row_ = 0;
};

}  // namespace

StatusOr<RestorePass> AskAfterRestore(const RestoreTools& tools) {
  return Looking(tools,
                 Looking::Over::kUnasked,
                 [&tools](const EffectId& id) { return tools.receiver.Find(id); })
      .Run();
}

StatusOr<RestorePass> NoteReturnedList(const RestoreTools& tools,
                                       const std::map<EffectId, Delivery>& returned) {
  return Looking(tools,
                 Looking::Over::kAll,
                 [&returned](const EffectId& id) -> StatusOr<std::optional<Delivery>> {
                   const auto said = returned.find(id);
                   if (said == returned.end()) return std::optional<Delivery>();
                   return std::optional<Delivery>(said->second);
                 })
      .Run();
}

}  // namespace dm::effects
