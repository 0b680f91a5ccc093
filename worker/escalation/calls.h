// What the calls of EscalationService have in common.
#pragma once

#include <string>

#include "worker/case/audit_record.h"
#include "worker/case/case_record.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/store.h"

namespace dm::escalation {

// A person's act; the subject and the detail are the caller's.
AuditEvent AuditOf(const CallContext& context, const std::string& actor, const std::string& action);

// A change of the case as it was read, which stays in its state until the caller says otherwise.
CaseChange ChangeOf(const CallContext& context, const CaseRecord& record, const AuditEvent& audit);

Status CheckHandler(const std::string& handler);

// True when the claim has run out, though the store still shows it.
bool HasLapsed(const Escalation& escalation, Instant now);

}  // namespace dm::escalation
