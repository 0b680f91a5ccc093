#include "worker/ports/reopen.h"

namespace dm {

bool IsSettled(const CaseRecord& record) {
  return IsTerminal(record.state) || record.state == CaseState::kDecided;
}

CaseState ReopenedState(CaseState state) {
  switch (state) {
    case CaseState::kReceived:
    case CaseState::kRegistered:
    case CaseState::kWaitingSource:
      return state;
    default:
      return CaseState::kRegistered;
  }
}

CaseChange ReopenChange(const CaseRecord& record, Instant now) {
  CaseChange change;
  change.case_id = record.id;
  change.expected_version = record.version;
  change.to = ReopenedState(record.state);
  // No step that began without it may be stored after it.
  change.release_claim = true;
  if (change.to == record.state) return change;
  change.due_at = now;
  change.source_attempts = 0;
  if (!record.escalation || !IsPersonsTurn(record.state)) return change;
  const Escalation& held = *record.escalation;
  const bool claimed =
      held.state == EscalationState::kClaimed && held.claimed_until && *held.claimed_until > now;
  if (claimed) {
    change.contact = record.contact;
    change.contact->return_to = held.handler;
  }
  change.escalation = held;
  change.escalation->state = EscalationState::kWithdrawn;
  change.escalation->handler.clear();
  change.escalation->claimed_until.reset();
  change.escalation->ended_at = now;
  ++change.escalation->version;
  return change;
}

}  // namespace dm
