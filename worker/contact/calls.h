// What the calls of ContactService have in common.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/case/case_record.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/person_audit.h"
#include "worker/ports/store.h"

namespace dm::contact {

inline constexpr char kMessageSent[] = "message_sent";
inline constexpr char kMessageReceived[] = "message_received";
inline constexpr char kMessageRead[] = "message_read";
inline constexpr char kCompletionRequested[] = "completion_requested";
inline constexpr char kPersonRequested[] = "person_requested";
inline constexpr char kWithdrawalSigned[] = "withdrawal_signed";

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
// decision made without it is told. The same words stand there once, however often they hold.
inline void TellHandler(const CaseRecord& record, const Reason& reason, CaseChange* change) {
  if (!record.escalation || !IsPersonsTurn(record.state)) return;
  change->escalation = record.escalation;
  std::vector<Reason>& reasons = change->escalation->routing.reasons;
  const bool told = std::ranges::any_of(reasons, [&reason](const Reason& one) {
    return one.code == reason.code && one.text == reason.text && one.person == reason.person;
  });
  if (!told) reasons.push_back(reason);
  ++change->escalation->version;
}

}  // namespace dm::contact
