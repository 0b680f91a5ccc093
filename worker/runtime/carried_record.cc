#include "worker/runtime/carried_record.h"

#include <utility>

#include "worker/ports/step_store.h"

namespace dm {
namespace {

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
  if (!IsPlainStep(change) || HasOpenItem(record) || record.updated_at > stored) {
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
  if (change.frame_version)
    record.frame_version = change.frame_version > 0 ? change.frame_version : std::nullopt;
  return record;
}

}  // namespace dm
