// What the worker's state and events are called as metrics: docs/operating/metrics.md lists them.
// Numbers and codes alone; nothing of a person or a case.
#pragma once

#include <cstdint>
#include <vector>

#include <prometheus/metric_family.h>

#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/metrics/event_counts.h"
#include "worker/ports/api.h"
#include "worker/ports/retention_api.h"

namespace dm::metrics {

// From the worker's status at `now`; of a status that could not be had, only that and why.
std::vector<prometheus::MetricFamily> FamiliesOf(const StatusOr<WorkerStatus>& status, Instant now);

// For how long the end of the audit chain could not be noted outside the store.
prometheus::MetricFamily UnwitnessedFamily(std::int64_t unwitnessed_ms);

// From the last time that all files were gone through.
prometheus::MetricFamily RetentionFamily(const RetentionCounts& counts);

// From what has happened since the program started.
std::vector<prometheus::MetricFamily> FamiliesOf(const EventCounts& events);

}  // namespace dm::metrics
