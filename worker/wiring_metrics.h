// Wiring: the worker's state and events, for Prometheus.
#pragma once

#include <memory>

#include "worker/config/config.h"
#include "worker/metrics/event_counts.h"
#include "worker/metrics/metrics_server.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"

namespace dm {

// Null where the configuration asks for none. What it is given outlives it.
StatusOr<std::unique_ptr<metrics::MetricsServer>> ServeMetrics(const MetricsConfig& config,
                                                               OperationsApi& operations,
                                                               const metrics::EventCounts& events,
                                                               const Clock& clock);

}  // namespace dm
