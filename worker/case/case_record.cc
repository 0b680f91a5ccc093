#include "worker/case/case_record.h"

#include "worker/core/check.h"

namespace dm {

const char* EscalationStateCode(EscalationState state) {
  switch (state) {
    case EscalationState::kOpen:
      return "OPEN";
    case EscalationState::kClaimed:
      return "CLAIMED";
    case EscalationState::kDecided:
      return "DECIDED";
    case EscalationState::kWithdrawn:
      return "WITHDRAWN";
  }
  DM_CHECK(false && "escalation state outside its enum");
  return "";
}

bool HasProtectedPerson(const Application& application, const EvidenceSet& evidence) {
  for (const Person& person : application.persons) {
    if (person.protected_identity == Answer::kYes) return true;
  }
  for (const PersonEvidence& person : evidence.persons) {
    for (const SourceAnswer& answer : person.answers) {
      if (answer.protected_identity) return true;
    }
  }
  return false;
}

bool HasProtectedPerson(const CaseRecord& record) {
  return HasProtectedPerson(record.application, record.evidence);
}

AccessClass AccessOf(const CaseRecord& record) {
  const bool above = record.escalation && record.escalation->routing.access != AccessClass::kOpen;
  if (above) return record.escalation->routing.access;
  return HasProtectedPerson(record) ? AccessClass::kRestricted : AccessClass::kOpen;
}

Money OrderedBefore(const CaseRecord& record, int version) {
  Money most;
  for (const Decision& earlier : record.decisions)
    if (earlier.version < version) most = std::max(most, earlier.granted);
  return most;
}

bool IsRestricted(const CaseRecord& record) {
  return AccessOf(record) != AccessClass::kOpen;
}

}  // namespace dm
