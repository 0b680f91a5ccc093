// Explain: the whole explanation of one assessment. Pure: no clock, I/O or randomness; the same
// input, assessment and policy set give the same explanation.
#pragma once

#include "worker/case/case_record.h"
#include "worker/case/explanation.h"
#include "worker/core/status.h"
#include "worker/decision/decide.h"
#include "worker/policy/policy_set.h"

namespace dm::explain {

// `assessment` is what Assess made of `input` under `policy`. Internal when its rows do not add up
// to its sums (reliability I9).
StatusOr<Explanation> Explain(const CaseInput& input,
                              const Assessment& assessment,
                              const PolicySet& policy);

// What came of it, in words.
Conclusion ConclusionOf(const DecisionOutcome& outcome, const PolicySet& policy);

}  // namespace dm::explain
