// What the calls of EscalationService have in common.
#pragma once

#include <string>

#include "worker/case/audit_record.h"
#include "worker/case/case_record.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/person_audit.h"
#include "worker/ports/store.h"

namespace dm::escalation {

// A change of the case as it was read, which stays in its state until the caller says otherwise.
CaseChange ChangeOf(const CallContext& context, const CaseRecord& record, const AuditEvent& audit);

// Ends the item with the change: it is decided, or withdrawn.
void EndItem(CaseChange& change, const Escalation& item, EscalationState state, Instant now);

// "<where> version=2 policy=… content=…"
std::string AuditDetail(const Decision& decision, const std::string& where);

// The items that the caller may know the number of.
Counted CountedFor(const CallContext& context);

Status CheckHandler(const std::string& handler);

// True when the claim has run out, though the store still shows it.
bool HasLapsed(const Escalation& escalation, Instant now);

}  // namespace dm::escalation
