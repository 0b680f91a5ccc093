// What the registers would be asked about a case, without asking: for people who look at an odd
// answer.
#pragma once

#include <optional>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"
#include "worker/ports/evidence_source.h"

namespace dm {

// One entry a person about whom something is to be known, in the order of the application. The
// messages carry a correlation id of zeros: each question that is sent gets its own. Fails as
// step 2 itself would: FailedPrecondition CASE_NOT_OPEN, PARAMETER_MISSING and so on.
StatusOr<std::vector<QuestionPreview>> PreviewQuestions(
    const CaseRecord& record,
    const std::optional<Frame>& frame,
    const PolicySet& policy,
    const std::vector<EvidenceSource*>& connectors,
    Instant now);

}  // namespace dm
