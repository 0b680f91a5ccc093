// What the calls of ContactService have in common.
#pragma once

#include <string>

#include "worker/case/audit_record.h"
#include "worker/case/case_record.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/store.h"

namespace dm::contact {

inline constexpr char kMessageSent[] = "message_sent";
inline constexpr char kMessageReceived[] = "message_received";
inline constexpr char kMessageRead[] = "message_read";
inline constexpr char kCompletionRequested[] = "completion_requested";
inline constexpr char kPersonRequested[] = "person_requested";
inline constexpr char kWithdrawalSigned[] = "withdrawal_signed";

inline Status NoSuchCase() {
  return MakeStatus(
      StatusCode::kNotFound,
      "there is no such case",
      {"CASE_NOT_FOUND", "case_id", "Use the case id that accepting the application gave."});
}

// A person's act; the caller's where nobody is named.
inline AuditEvent AuditOf(const CallContext& context,
                          const std::string& actor,
                          const std::string& action,
                          const CaseId& case_id) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = actor.empty() ? context.caller : actor;
  audit.action = action;
  audit.subject = case_id.value();
  audit.request_sha256 = context.content_sha256;
  return audit;
}

// An adult who belongs to the case: applicant or co-applicant.
inline bool IsPartyTo(const Application& application, const PersonKey& key) {
  for (const Person& person : application.persons)
    if (person.key == key && IsAdultInCase(person.role)) return true;
  return false;
}

inline Status CheckParty(const Application& application,
                         const PersonKey& key,
                         const std::string& field) {
  if (IsPartyTo(application, key)) return OkStatus();
  return InvalidArgument(field + ": is the applicant or the co-applicant of the case",
                         {"PERSON_UNKNOWN", field, "send the key that the application gives them"});
}

// A reason on the item that a caseworker has in front of them: its version rises, so that a
// decision made without it is told.
inline void TellHandler(const CaseRecord& record, const Reason& reason, CaseChange* change) {
  if (!record.escalation || !IsPersonsTurn(record.state)) return;
  change->escalation = record.escalation;
  change->escalation->routing.reasons.push_back(reason);
  ++change->escalation->version;
}

}  // namespace dm::contact
