// Counterfactuals: the smallest change of one declared or fetched fact that would have altered a
// row that was not granted in full, the outcome, or a check that did not pass. Found by computing
// again with the fact changed, so each one that is given holds. The work is bounded.
#pragma once

#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/explanation.h"
#include "worker/policy/policy_set.h"

namespace dm::explain {

// At most this many assessments a search; one takes well under a millisecond.
inline constexpr int kAssessmentsMax = 1000;
// At most this many changes for one target, the smallest.
inline constexpr int kChangesPerTargetMax = 3;

// A counterfactual with the input as it would have been.
struct FoundChange {
  Counterfactual counterfactual;
  CaseInput changed;
};

// Targets in the order of the tree: rows, then "grant", then gates; for each the smallest amounts
// first, then other facts in a fixed order.
std::vector<FoundChange> SearchCounterfactuals(const CaseInput& input,
                                               const Assessment& assessment,
                                               const PolicySet& policy);

std::vector<Counterfactual> FindCounterfactuals(const CaseInput& input,
                                                const Assessment& assessment,
                                                const PolicySet& policy);

}  // namespace dm::explain
