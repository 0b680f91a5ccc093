#include "worker/wiring_metrics.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "worker/metrics/families.h"
#include "worker/wiring_files.h"

namespace dm {

StatusOr<std::unique_ptr<metrics::MetricsServer>> ServeMetrics(const MetricsConfig& config,
                                                               OperationsApi& operations,
                                                               const metrics::EventCounts& events,
                                                               const Clock& clock) {
  if (config.listen.empty()) return std::unique_ptr<metrics::MetricsServer>();
  const auto collect = [&operations, &events, &clock] {
    CallContext watcher;  // cleared for nothing
    watcher.caller = "metrics";
    std::vector<prometheus::MetricFamily> families =
        metrics::FamiliesOf(operations.GetStatus(watcher), clock.Now());
    std::ranges::move(metrics::FamiliesOf(events), std::back_inserter(families));
    return families;
  };
  DM_ASSIGN_OR_RETURN(std::unique_ptr<metrics::MetricsServer> server,
                      metrics::MetricsServer::Start(config.listen, collect));
  DM_RETURN_IF_ERROR(WritePortFile(config.port_file, server->port()));
  return server;
}

}  // namespace dm
