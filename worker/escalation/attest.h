// Attest: above a limit the money is approved by a second person before it is ordered (casework.md
// 15). The first caseworker's decision waits, whole, on the escalation; another caseworker approves
// exactly that, or sends it back. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/policy/policy_set.h"

namespace dm::escalation {

struct AttestInput {
  Month month;
  Money month_total;              // all that the household is granted for the month, with this
  std::optional<Money> previous;  // granted the month before; nothing where none is known
};

// Why a second person is needed: "ATTEST.AMOUNT", "ATTEST.CHANGE"; empty when none is. A decision
// that grants nothing needs none. NotFound names the parameter where a limit is not set.
StatusOr<std::vector<std::string>> AttestReasons(const AttestInput& input,
                                                 const Decision& decision,
                                                 const PolicySet& policy);

// The escalation as it waits for the second person: open, in the attest queue. A case above open
// access stays in its own queue. The worker's suggestion stays as it is.
Escalation AwaitAttest(Escalation escalation, const WaitingDecision& waiting);

// The item on which a correction waits for the second person. The case itself stays decided.
Escalation CorrectionItem(const CaseRecord& record, WaitingDecision waiting, Instant now);

// Given back, and assigned, to who made the decision: out of the attest queue, its reasons gone.
Escalation BackFromAttest(Escalation escalation, const AttestReturn& returned);

}  // namespace dm::escalation
