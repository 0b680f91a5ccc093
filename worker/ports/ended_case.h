// What may still change of a case that has ended; the same for every store.
#pragma once

#include <algorithm>
#include <string_view>

#include "worker/ports/store.h"

namespace dm {

// Reasons that tell of an effect that could not be delivered begin so.
inline constexpr std::string_view kEffectReasons = "EFFECT.";

// Reasons that tell why an item was moved begin so: they say nothing of what it is about.
inline constexpr std::string_view kMoveReasons = "ROUTE.";

// An item that is about nothing else, whatever queues it has been in.
inline bool IsAboutEffectsAlone(const Escalation& item) {
  const auto& reasons = item.routing.reasons;
  const auto of_effect = [](const Reason& one) { return one.code.starts_with(kEffectReasons); };
  const auto of_move = [](const Reason& one) { return one.code.starts_with(kMoveReasons); };
  return !item.waiting && std::ranges::any_of(reasons, of_effect) &&
         std::ranges::all_of(reasons,
                             [&](const Reason& one) { return of_effect(one) || of_move(one); });
}

// What the receiver of an ended case's effects has refused waits for a person on an item of its
// own, and so does a correction of a closed case for a second person; both are claimed, moved and
// asked about while the case stays as it ended. The arrow from closed back to decided is another
// matter: IsTransition knows it.
inline bool IsAllowedWhenEnded(CaseState state, const CaseChange& change) {
  if (!IsTerminal(state) || change.to != state) return false;
  const bool correction = state == CaseState::kClosed && change.escalation &&
                          change.escalation->waiting &&
                          change.escalation->waiting->decision.corrects > 0;
  const bool item = correction || (change.escalation && IsAboutEffectsAlone(*change.escalation));
  return (item || change.consultation) && !change.decision && !change.application;
}

}  // namespace dm
