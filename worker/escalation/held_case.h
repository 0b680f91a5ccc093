// A case on a caseworker's desk as the calls that change it find it, and what is told when it has
// moved on meanwhile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "worker/case/case_record.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/store.h"

namespace dm::escalation {

struct HeldCase {
  CaseRecord record;
  Escalation escalation;
};

// NotFound ESCALATION_NOT_FOUND, also for a case that the caller may not know of.
StatusOr<HeldCase> FindHeld(Store& store, const CallContext& context, const EscalationId& id);

// FindHeld, for a change at `expected_version` of an escalation that has not ended. Otherwise
// FailedPrecondition ESCALATION_ENDED or Aborted STALE_VERSION, which say what has happened to it.
StatusOr<HeldCase> FindOpenHeld(Store& store,
                                const CallContext& context,
                                const EscalationId& id,
                                std::int64_t expected_version);

// NotFound CASE_NOT_FOUND, also for a case that the caller may not know of.
StatusOr<CaseRecord> FindCaseFor(Store& store, const CallContext& context, const CaseId& id);

// Applies the change. Where that fails because the same call came in twice at once, OK; where
// another change came first, Aborted STALE_VERSION that says which.
Status ApplyChange(Store& store, const CallContext& context, const CaseChange& change, Instant now);

// "decided: delavslag (version 1) by handlaggare-2 at 2026-11-22 14:03": where the case stands.
std::string StandingOf(const CaseRecord& record);

}  // namespace dm::escalation
