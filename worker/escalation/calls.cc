#include "worker/escalation/calls.h"

#include "worker/core/id.h"

namespace dm::escalation {

AuditEvent AuditOf(const CallContext& context,
                   const std::string& actor,
                   const std::string& action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = actor;
  audit.action = action;
  audit.request_sha256 = context.content_sha256;
  return audit;
}

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

Status CheckHandler(const std::string& handler) {
  if (IsIdText(handler)) return OkStatus();
  return InvalidArgument("handler: is 1 to 64 characters from A-Z a-z 0-9 . _ : -",
                         {"FIELD_INVALID", "handler", "send the caseworker's user id"});
}

bool HasLapsed(const Escalation& escalation, Instant now) {
  return escalation.state == EscalationState::kClaimed &&
         (!escalation.claimed_until || *escalation.claimed_until <= now);
}

}  // namespace dm::escalation
