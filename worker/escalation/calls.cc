#include "worker/escalation/calls.h"

#include "worker/core/id.h"

namespace dm::escalation {

CaseChange ChangeOf(const CallContext& context, const CaseRecord& record, const AuditEvent& audit) {
  CaseChange change;
  change.case_id = record.id;
  change.expected_version = record.version;
  change.to = record.state;
  change.request_id = context.request_id;
  change.audit = audit;
  change.audit.subject = record.id.value();
  return change;
}

void EndItem(CaseChange& change, const Escalation& item, EscalationState state, Instant now) {
  change.escalation = item;
  change.escalation->state = state;
  change.escalation->ended_at = now;
  // What was approved stands among the decisions; what was not is kept with the item.
  if (state == EscalationState::kDecided && change.escalation->waiting) {
    // Waiting for a second person was no queue that the case was handled in.
    const std::string& before = change.escalation->waiting->queue;
    if (!before.empty()) change.escalation->routing.queue = before;
    change.escalation->waiting.reset();
  }
  ++change.escalation->version;
}

std::string AuditDetail(const Decision& decision, const std::string& where) {
  return where + " version=" + std::to_string(decision.version) +
         " policy=" + decision.policy_sha256 + " content=" + decision.content_sha256;
}

Status CheckHandler(const std::string& handler) {
  if (IsIdText(handler)) return OkStatus();
  return InvalidArgument("handler: is 1 to 64 characters from A-Z a-z 0-9 . _ : -",
                         {"FIELD_INVALID", "handler", "send the caseworker's user id"});
}

Counted CountedFor(const CallContext& context) {
  if (!context.MaySee(AccessClass::kRestricted)) return Counted::kOpenAccess;
  return context.MaySee(AccessClass::kNamedPersons) ? Counted::kAll : Counted::kRestricted;
}

bool HasLapsed(const Escalation& escalation, Instant now) {
  return escalation.state == EscalationState::kClaimed &&
         (!escalation.claimed_until || *escalation.claimed_until <= now);
}

}  // namespace dm::escalation
