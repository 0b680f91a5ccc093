// Communication before an adverse decision (FL 25, SoL 14:8; rules.md 17.1): what the household has
// not seen, and whether it has been told and had its time. Pure.
#pragma once

#include <optional>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/effect.h"
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

// A communication, and until when the household may answer it.
struct Told {
  const Communication* communication = nullptr;
  bool reached = true;  // its letter has been delivered
  Date answer_by;       // last day; counted from the delivery at least
};

// Of the case's communications. `letters`: theirs in the order of the numbers, as the store has
// them; of one without a letter there, the communication's own day holds. Time runs from the
// delivery: a letter that nobody has got has told nobody (FL 25). `answer_days`: comm.days.
// What is returned points into `record`.
std::vector<Told> ToldOf(const CaseRecord& record,
                         const std::vector<StoredEffect>& letters,
                         Date today,
                         int answer_days);

// OK, or FailedPrecondition: COMMUNICATION_REQUIRED where a fact has not been told,
// COMMUNICATION_WAITING until the household has answered or the last day has passed. An exception
// of the law, named with a reason code, stands in the place of both.
Status CheckCommunicated(const std::vector<Told>& told,
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
std::optional<Date> WaitsUntil(const std::vector<Told>& told,
                               const std::vector<CommunicatedFact>& unseen,
                               Date today);

}  // namespace dm::escalation
