// Communication before an adverse decision (FL 25, SoL 14:8; rules.md 17.1): what the household has
// not seen, and whether it has been told and had its time. Pure.
#pragma once

#include <optional>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/core/date.h"
#include "worker/policy/policy_set.h"

namespace dm::escalation {

// What an adverse decision rests on that the household has not stated itself: incomes and assets
// that it did not declare with that amount, rows that a person has set, and the person's own
// grounds. Empty for a decision that goes against nobody, and for one that follows from the
// household's own figures and the municipality's levels alone.
// `granted_before`: of the decision that this one corrects; less than that is adverse too.
std::vector<CommunicatedFact> UnseenFacts(const CaseRecord& record,
                                          const Decision& decision,
                                          Money granted_before = Money());

// OK, or FailedPrecondition: COMMUNICATION_REQUIRED where a fact has not been told,
// COMMUNICATION_WAITING until the household has answered or the last day has passed. An exception
// of the law, named with a reason code, stands in the place of both.
Status CheckCommunicated(const CaseRecord& record,
                         const Decision& decision,
                         const std::vector<CommunicatedFact>& unseen,
                         Date today,
                         const PolicySet& policy);

// Of the household's messages about the case: one has come since the first communication, and
// nobody has read it. Whether it is the answer is a person's to say (NoteAnswer).
bool HasUnreadAnswer(const CaseRecord& record, const std::vector<Message>& inbound);

// FailedPrecondition MESSAGE_UNREAD.
Status UnreadAnswer();

// The first day on which a decision may be made without an answer; nothing where it need not wait.
std::optional<Date> WaitsUntil(const CaseRecord& record,
                               const std::vector<CommunicatedFact>& unseen,
                               Date today);

}  // namespace dm::escalation
