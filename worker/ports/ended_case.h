// What may still change of a case that has ended; the same for every store.
#pragma once

#include "worker/ports/store.h"

namespace dm {

// A closed case is decided and paid. A correction of it waits for a second person on an item of its
// own, which is claimed, moved and asked about while the case stays closed. The arrow back to
// decided is another matter: IsTransition knows it.
inline bool IsAboutACorrection(CaseState state, const CaseChange& change) {
  if (state != CaseState::kClosed || change.to != state) return false;
  const bool item = change.escalation && change.escalation->waiting &&
                    change.escalation->waiting->decision.corrects > 0;
  return (item || change.consultation) && !change.decision && !change.application;
}

}  // namespace dm
