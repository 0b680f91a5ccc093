// Step 5: what is to happen outside because of a decision, a completion request or an escalation,
// as effects with derived ids. Making them again gives the same ids and bytes, so that an effect
// exists once however often its step runs (reliability I3).
#pragma once

#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/case/effect.h"
#include "worker/policy/policy_set.h"

namespace dm::effects {

// `record` holds the case as it stood before the change that these effects are stored with, with
// the evidence and assessment that the decision rests on.

// Decision, letter, payment order where something is granted, notice, journal note; in that order,
// as casework.md 3 has it: decided, notified, payment ordered. FailedPrecondition LETTER_MISSING
// names a template that the policy set lacks; PAY_DATE_MISSING when something is granted without a
// pay date. A decision that corrects an earlier one orders only what it grants more than was
// ordered before: never a negative amount, and nothing is claimed back by it.
StatusOr<std::vector<Effect>> EffectsOfDecision(const CaseRecord& record,
                                                const Decision& decision,
                                                const PolicySet& policy);

// Letter, notice, journal note.
StatusOr<std::vector<Effect>> EffectsOfCommunication(const CaseRecord& record,
                                                     const Communication& communication,
                                                     const PolicySet& policy);

// Completion request, letter, notice, journal note.
StatusOr<std::vector<Effect>> EffectsOfCompletion(const CaseRecord& record,
                                                  const RequestCompletion& completion,
                                                  const PolicySet& policy);

// Journal note, and a meeting request where the reasons name one: first visit, plan.
// The journal note of a case above open access says nothing about it.
StatusOr<std::vector<Effect>> EffectsOfEscalation(const CaseRecord& record,
                                                  const Escalate& escalate,
                                                  const PolicySet& policy);

}  // namespace dm::effects
