// The explanation of an assessment: a tree in which every sum is the sum of its children, and the
// same as Swedish text.
#pragma once

#include <string>
#include <vector>

#include "medarbetare/v1/explanation.pb.h"
#include "worker/case/assessment.h"
#include "worker/core/status.h"

namespace dm::codec {

// Parents before children; empty when the amount could not be computed. Internal when the
// assessment's rows do not sum to its totals (reliability I9): an explanation that does not add up
// is not given.
StatusOr<std::vector<medarbetare::v1::ExplanationRow>> ExplainRows(const Assessment& assessment);

// The tree, then the gates that do not pass, the triggers, and why each typfall did or did not
// match.
StatusOr<std::string> ExplainText(const Assessment& assessment);

}  // namespace dm::codec
