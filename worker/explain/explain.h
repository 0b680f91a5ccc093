// Explain: the whole explanation of one assessment. Pure: no clock, I/O or randomness; the same
// input, assessment and policy set give the same explanation.
#pragma once

#include <optional>

#include "worker/case/case_record.h"
#include "worker/case/explanation.h"
#include "worker/core/status.h"
#include "worker/decision/decide.h"
#include "worker/policy/policy_set.h"

namespace dm::explain {

// The search for the smallest changes is nearly all of the work.
enum class SmallestChanges { kSearched, kLeftOut };

// `assessment` is what Assess made of `input` under `policy`. Internal when its rows do not add up
// to its sums (reliability I9).
StatusOr<Explanation> Explain(const CaseInput& input,
                              const Assessment& assessment,
                              const PolicySet& policy,
                              SmallestChanges changes = SmallestChanges::kSearched);

// What came of it, in words.
Conclusion ConclusionOf(const DecisionOutcome& outcome, const PolicySet& policy);

// What came of a case as it is stored; nothing before it has been decided on.
std::optional<Conclusion> ConclusionOf(const CaseRecord& record, const PolicySet& policy);

}  // namespace dm::explain
