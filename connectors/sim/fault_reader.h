// Readers of a scenario file's faults and latencies. Private to the loader and the console.
#pragma once

#include "connectors/sim/fault.h"
#include "connectors/sim/scenario.h"
#include "connectors/sim/yaml_fields.h"

namespace dm::sim {

// {do, agency, calls, rate, …}: `do` is a fault (fault.h) or a behaviour (behaviour.h).
Fault ReadFault(Fields& fields);

// defaults.latency_ms: one number for all agencies, or for each agency, `all` and `call` a number
// or a distribution.
void ReadLatencies(Fields& defaults, Scenario& scenario);

}  // namespace dm::sim
