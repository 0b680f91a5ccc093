// The rows of a human decision: the worker's, with the human's value beside it where one was given,
// and the sum that follows. Both values are kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/case/decision.h"
#include "worker/core/money.h"
#include "worker/core/rational.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"

namespace dm::escalation {

// The worker's rows with the edits laid over them. An edit that fits several rows (two payments of
// one kind) replaces them together. A code that the worker has no row for becomes a row of its own
// when it begins with norm., cost., extra., income. or asset.; else invalid argument names the
// field. Every edit needs a reason code of the use row, in force on `on`.
StatusOr<std::vector<DecisionRow>> HumanRows(const std::optional<Assessment>& assessment,
                                             const std::vector<HumanDecision::EditedRow>& edits,
                                             const PolicySet& policy,
                                             Date on);

// Granted less than was applied for; for norm rows, less than the norm; for income and asset rows,
// more counted than the worker counted.
bool IsReduced(const DecisionRow& row);

// max(0, norm + costs − incomes − assets), rounded once (rules.md 3.4).
Money GrantOf(const std::vector<DecisionRow>& rows, RoundingUnit unit);

}  // namespace dm::escalation
