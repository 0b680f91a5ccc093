// Step 1 inside the pipeline: what was accepted is checked against the policy in force and the
// other cases of the household, and then either goes on to the registers or to a human.
#pragma once

#include <optional>

#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/store.h"

namespace dm::intake {

struct Registered {
  // To `registered`, with its audit; the guard is the caller's. When `escalate` is set the state
  // and the escalation are the caller's too.
  CaseChange change;
  // The month has no policy: nothing can be asked or computed, a human handles it.
  std::optional<Escalate> escalate;
  // G-17: the store knows another case of the household for the month.
  bool other_application_same_month = false;
};

// `record` is in state received. A status only when the store fails.
StatusOr<Registered> RegisterStep(const CaseRecord& record, const PolicySet& policy, Store& store);

}  // namespace dm::intake
