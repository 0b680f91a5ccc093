// The faults of a whole answer: what becomes of its status, body and way to the caller.
#pragma once

#include "connectors/sim/envelope.h"
#include "connectors/sim/responder.h"

namespace dm::sim {

// Changes a finished answer as `faults.answer` say; those that concern what stands in the envelope
// are already in the body.
void Deliver(const ActiveFaults& faults, Contract contract, Answer& answer);

}  // namespace dm::sim
