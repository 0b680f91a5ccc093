// Step 5 for the conversation with a household: what is to happen outside because of a message, a
// request to complete, its reminder, or something that came in too late. Notices say "log in" and
// nothing else; journal notes hold no text of the household.
#pragma once

#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/contact.h"
#include "worker/case/effect.h"
#include "worker/policy/policy_set.h"

namespace dm::effects {

// `record` holds the case as it stood before the change that these effects are stored with.

// Notice, journal note.
std::vector<Effect> EffectsOfMessage(const CaseRecord& record,
                                     const Message& message,
                                     const PolicySet& policy);
// A journal note for a person: about a case that has ended, or where nobody has the case.
std::vector<Effect> EffectsOfKeptMessage(const CaseRecord& record, const Message& message);
std::vector<Effect> EffectsOfLateDocument(const CaseRecord& record, const LateDocument& late);

// Completion request, letter, notice, journal note, for a request that a caseworker made or a
// later one than the first.
StatusOr<std::vector<Effect>> EffectsOfRound(const CaseRecord& record,
                                             const CompletionRound& round,
                                             const PolicySet& policy);
// Letter, notice, journal note: the one reminder of a round.
StatusOr<std::vector<Effect>> EffectsOfReminder(const CaseRecord& record,
                                                const CompletionRound& round,
                                                const PolicySet& policy);
// A journal note.
std::vector<Effect> EffectsOfWish(const CaseRecord& record, const WishForPerson& wish);
std::vector<Effect> EffectsOfWithdrawal(const CaseRecord& record, const Withdrawal& withdrawal);

}  // namespace dm::effects
