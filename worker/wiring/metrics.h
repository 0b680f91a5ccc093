// Wiring: the worker's state and events, for Prometheus.
#pragma once

#include <memory>

#include "worker/audit/checkpoint_keeper.h"
#include "worker/config/config.h"
#include "worker/metrics/event_counts.h"
#include "worker/metrics/metrics_server.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/retention_api.h"

namespace dm {

// What is measured. Outlives what serves it.
struct MeasuredParts {
  OperationsApi& operations;
  const metrics::EventCounts& events;
  const audit::CheckpointKeeper& checkpoints;
  RetentionApi& retention;
  const Clock& clock;
};

// Null where the configuration asks for none.
StatusOr<std::unique_ptr<metrics::MetricsServer>> ServeMetrics(const MetricsConfig& config,
                                                               const MeasuredParts& parts);

}  // namespace dm
