#include "worker/effects/routed_receiver.h"

#include <string>

#include "worker/effects/attempt.h"
#include "worker/effects/write_files.h"

namespace dm::effects {
namespace {

Status NoReceiver() {
  return MakeStatus(StatusCode::kUnavailable,
                    "nobody can be asked about the effect",
                    {.reason = kNoReceiver,
                     .field = "effect_id",
                     .remedy = "Compare with a list that the receiver has returned."});
}

}  // namespace

Delivery RoutedReceiver::Deliver(const Effect& effect) {
  return pushed_ == nullptr ? Unknown(kNoReceiver) : pushed_->Deliver(effect);
}

StatusOr<std::optional<Delivery>> RoutedReceiver::Find(const EffectId& id) {
  const std::optional<EffectKind> kind = KindOfId(id);
  if (files_ == nullptr || !kind || !files_->Carries(*kind))
    return pushed_ == nullptr ? NoReceiver() : pushed_->Find(id);
  DM_ASSIGN_OR_RETURN(const std::optional<FiledState> found, files_->Find(id));
  if (!found) return std::optional<Delivery>();
  return std::optional<Delivery>(SaidOf(*found, files_->AwaitsReply(*kind)));
}

std::optional<EffectKind> KindOfId(const EffectId& id) {
  for (const EffectKind kind : {EffectKind::kDecision,
                                EffectKind::kLetter,
                                EffectKind::kPaymentOrder,
                                EffectKind::kMeetingRequest,
                                EffectKind::kCompletionRequest,
                                EffectKind::kNotice,
                                EffectKind::kJournalNote})
    if (id.value().starts_with(std::string(EffectKindCode(kind)) + "-")) return kind;
  return std::nullopt;
}

}  // namespace dm::effects
