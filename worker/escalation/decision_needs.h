// What stands against a decision, in a caseworker's words.
#pragma once

#include "worker/core/status.h"
#include "worker/ports/decision_api.h"

namespace dm::escalation {

// Code and field as the refusal has them; text and remedy in Swedish. A refusal that has no words
// of its own keeps its English ones, which name field, limit and remedy.
DecisionNeed NeedOf(const Status& refusal);

}  // namespace dm::escalation
