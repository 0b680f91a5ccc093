#include "worker/runtime/carried_record.h"

#include <utility>

namespace dm {
namespace {

// What a step of the worker's changes besides is left to the store to tell.
bool ChangesNothingElse(const CaseChange& change) {
  return !change.decision && !change.completion && !change.escalation && !change.consultation &&
         !change.application && !change.contact && change.messages.empty() &&
         !change.communication && !change.child_analysis && change.effects.empty() &&
         !change.parked_reason && !change.due_at && !change.release_claim;
}

bool HasOpenItem(const CaseRecord& record) {
  return record.escalation && (record.escalation->state == EscalationState::kOpen ||
                               record.escalation->state == EscalationState::kClaimed);
}

}  // namespace

std::optional<CaseRecord> CarriedRecord(CaseRecord record,
                                        const CaseChange& change,
                                        std::int64_t version,
                                        Instant stored) {
  // An item may end with the change; what a clock that ran ahead has put off is set anew.
  if (!ChangesNothingElse(change) || HasOpenItem(record) || record.updated_at > stored) {
    return std::nullopt;
  }
  if (record.state != change.to) record.parked_reason.clear();
  record.state = change.to;
  record.version = version;
  record.updated_at = stored;
  record.processing_ms += change.add_processing_ms;
  if (change.evidence) record.evidence = *change.evidence;
  if (change.source_attempts) record.source_attempts = *change.source_attempts;
  if (change.assessment) record.assessment = change.assessment;
  if (change.frame_version) record.frame_version = change.frame_version;
  return record;
}

}  // namespace dm
