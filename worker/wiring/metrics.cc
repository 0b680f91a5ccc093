#include "worker/wiring/metrics.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "worker/metrics/families.h"
#include "worker/wiring/files.h"

namespace dm {

StatusOr<std::unique_ptr<metrics::MetricsServer>> ServeMetrics(const MetricsConfig& config,
                                                               const MeasuredParts& parts) {
  if (config.listen.empty()) return std::unique_ptr<metrics::MetricsServer>();
  const auto collect = [parts] {
    CallContext watcher;  // cleared for nothing
    watcher.caller = "metrics";
    std::vector<prometheus::MetricFamily> families =
        metrics::FamiliesOf(parts.operations.GetStatus(watcher), parts.clock.Now());
    families.push_back(metrics::UnwitnessedFamily(parts.checkpoints.UnwitnessedMs()));
    const StatusOr<RetentionState> retention = parts.retention.State();
    if (retention.ok() && retention->last_pass)
      families.push_back(metrics::RetentionFamily(retention->last_pass->counts));
    std::ranges::move(metrics::FamiliesOf(parts.events), std::back_inserter(families));
    return families;
  };
  DM_ASSIGN_OR_RETURN(std::unique_ptr<metrics::MetricsServer> server,
                      metrics::MetricsServer::Start(config.listen, collect));
  DM_RETURN_IF_ERROR(WritePortFile(config.port_file, server->port()));
  return server;
}

}  // namespace dm
