// What may still change of a case that has ended; the same for every store.
#pragma once

#include <algorithm>
#include <string_view>

#include "worker/ports/store.h"

namespace dm {

// Reasons that tell of an effect that could not be delivered begin so.
inline constexpr std::string_view kEffectReasons = "EFFECT.";

// An item that has no other reason.
inline bool IsAboutEffectsAlone(const Escalation& item) {
  const auto& reasons = item.routing.reasons;
  return !item.waiting && !reasons.empty() && std::ranges::all_of(reasons, [](const Reason& one) {
    return one.code.starts_with(kEffectReasons);
  });
}

// A closed case is decided and paid. A correction of it waits for a second person on an item of its
// own, and so does what the receiver has refused since; both are claimed, moved and asked about
// while the case stays closed. The arrow back to decided is another matter: IsTransition knows it.
inline bool IsAllowedWhenClosed(CaseState state, const CaseChange& change) {
  if (state != CaseState::kClosed || change.to != state) return false;
  const bool item =
      change.escalation &&
      (IsAboutEffectsAlone(*change.escalation) ||
       (change.escalation->waiting && change.escalation->waiting->decision.corrects > 0));
  return (item || change.consultation) && !change.decision && !change.application;
}

}  // namespace dm
