// Attest: above a limit the money is approved by a second person before it is ordered (casework.md
// 15). The first caseworker's decision waits, whole, as the suggestion of the escalation; another
// caseworker who makes the same decision makes it final.
#pragma once

#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/policy/policy_set.h"

namespace dm::escalation {

enum class Attest {
  kNotNeeded,  // at or below attest.amount_kr
  kNeeded,     // another person must make the same decision
  kGiven,      // another person has made it before
};

// FailedPrecondition ATTEST_BY_OTHER when the handler would approve their own decision. NotFound
// names the parameter when the limit is not set.
StatusOr<Attest> AttestOf(const Escalation& escalation,
                          const Decision& decision,
                          Month month,
                          const PolicySet& policy);

// The escalation as it waits for the second person: open, in the attest queue, with `decision` as
// its suggestion. A case above open access stays in its own queue.
Escalation AwaitAttest(Escalation escalation, const Decision& decision);

}  // namespace dm::escalation
