// Letters: the decision or the completion request in Swedish, rendered from the policy set's
// templates and nothing but the case's own rows (rules.md 17.2: never free composition).
#pragma once

#include <string>

#include "worker/case/case_record.h"
#include "worker/case/contact.h"
#include "worker/case/decision.h"
#include "worker/case/effect.h"
#include "worker/effects/render.h"
#include "worker/policy/policy_set.h"

namespace dm::effects {

// "beslut_bifall" for the outcome bifall, …
const char* LetterTemplateOf(Outcome outcome);

// The names and values that decision letters may use (docs/policies.md).
StatusOr<LetterModel> DecisionModel(const CaseRecord& record,
                                    const Decision& decision,
                                    const PolicySet& policy);

// In the language of the application, else in Swedish. FailedPrecondition LETTER_MISSING when the
// policy set has neither.
StatusOr<Letter> DecisionLetter(const CaseRecord& record,
                                const Decision& decision,
                                const PolicySet& policy);
// What the household is told before a decision against it, and until when it may answer.
StatusOr<Letter> CommunicationLetter(const CaseRecord& record,
                                     const Communication& communication,
                                     const PolicySet& policy);
StatusOr<Letter> CompletionLetter(const CaseRecord& record,
                                  const RequestCompletion& completion,
                                  const PolicySet& policy);

enum class RoundLetterKind { kRequest, kReminder };

// What of a request still waits, with why and how; by a caseworker or by the worker.
StatusOr<Letter> RoundLetter(const CaseRecord& record,
                             const CompletionRound& round,
                             RoundLetterKind kind,
                             const PolicySet& policy);

}  // namespace dm::effects
