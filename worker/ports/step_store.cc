#include "worker/ports/step_store.h"

namespace dm {

bool IsPlainStep(const CaseChange& change) {
  return change.claim && !change.expected_version && !change.control_version && !change.decision &&
         !change.completion && !change.escalation && !change.consultation && !change.application &&
         !change.contact && change.messages.empty() && !change.quality && !change.communication &&
         !change.child_analysis && change.effects.empty() && !change.parked_reason &&
         !change.due_at && !change.release_claim && change.request_id.empty();
}

}  // namespace dm
