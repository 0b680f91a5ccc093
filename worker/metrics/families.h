// What the worker's state and events are called as metrics: docs/operating/metrics.md lists them.
// Numbers and codes alone; nothing of a person or a case.
#pragma once

#include <vector>

#include <prometheus/metric_family.h>

#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/metrics/event_counts.h"
#include "worker/ports/api.h"

namespace dm::metrics {

// From the worker's status at `now`; of a status that could not be had, only that and why.
std::vector<prometheus::MetricFamily> FamiliesOf(const StatusOr<WorkerStatus>& status, Instant now);

// From what has happened since the program started.
std::vector<prometheus::MetricFamily> FamiliesOf(const EventCounts& events);

}  // namespace dm::metrics
