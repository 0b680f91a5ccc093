// Step 6, handing over: the case as a piece of work for a caseworker.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/core/instant.h"
#include "worker/ports/store.h"

namespace dm::escalation {

// The worker's own reason for a move, in time for the payment run.
inline constexpr std::string_view kFallReason = "ROUTE.PAYMENT_RUN";

// Why a person has to decide, whatever is found when the case is looked at anew: a person moved it,
// and it is above open access since. Nothing where nobody did.
std::optional<Reason> KeptMove(const CaseRecord& record);

// That reason, where there is one and it is not among them.
void AddKeptMove(const CaseRecord& record, std::vector<Reason>& reasons);

// What a new item of the case takes over: at least the access class of those before, and of the
// household's other cases as long as it is not assessed (AccessNow); and a person's move.
StatusOr<Escalate> Kept(Store& store, const CaseRecord& record, Escalate escalate);

// The next escalation of the case, open: "<case id>.<n>", n counting from 1. Its access
// class is at least that of the case, and a person's move stays among its reasons.
Escalation MakeEscalation(const CaseRecord& record, const Escalate& escalate, Instant now);

// What to store of it: to `proposed` where a suggestion is shown, else to `escalated`; the case
// leaves the worker. The guard and the effects are the caller's. `now` is the time of hand-over.
CaseChange EscalationChange(const CaseRecord& record, const Escalate& escalate, Instant now);

// What a step that failed for a technical reason leaves behind: Q-19, with the case's access class
// kept. `code` is an operator's word such as "STEP.EVIDENCE.INTERNAL": no text of the failure.
Escalate ParkedEscalate(const CaseRecord& record, const std::string& code);
// The same for a case that no person has: what the application itself says cannot wait for
// technique, so that violence, acute need and a home that may be lost go to their own queues.
Escalate ParkedCase(const CaseRecord& record, const std::string& code);

}  // namespace dm::escalation
