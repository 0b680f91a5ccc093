// What to ask the registers about whom: what the assessment says that it needs, for each person of
// the case whose number is known, and of a register that the municipality may have connected.
#pragma once

#include <optional>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/evidence/gather.h"
#include "worker/policy/policy_set.h"

namespace dm::evidence {

std::vector<Wanted> WantedFor(const CaseRecord& record,
                              const std::optional<Frame>& frame,
                              const PolicySet& policy);

// The same, where what is needed, and what of registers that may be connected, is at hand.
std::vector<Wanted> WantedOf(const CaseRecord& record,
                             const std::vector<EvidenceNeed>& needs,
                             const std::vector<EvidenceNeed>& if_connected);

}  // namespace dm::evidence
