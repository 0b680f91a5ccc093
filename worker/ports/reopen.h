// Something new has come in from the household: how its case goes back to the worker.
#pragma once

#include "worker/case/case_record.h"
#include "worker/core/instant.h"
#include "worker/ports/store.h"

namespace dm {

// True where nothing that comes in can be weighed any more: the payment order, or another end, is
// stored.
bool IsSettled(const CaseRecord& record);

// Where a case goes when something new has come in: back to step 2, unless it has not been there or
// waits for a register anyway.
CaseState ReopenedState(CaseState state);

// The change that reopens `record`: whoever works on it, a caseworker or the worker, starts from
// the new whole. A caseworker who holds it gets it back.
CaseChange ReopenChange(const CaseRecord& record, Instant now);

}  // namespace dm
