// MetricsServer: answers GET /metrics in Prometheus' text format. Plain HTTP, so on loopback alone:
// whoever watches from elsewhere runs an agent on the machine.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <prometheus/metric_family.h>

#include "worker/core/status.h"

namespace dm::metrics {

class MetricsServer {
 public:
  using Collect = std::function<std::vector<prometheus::MetricFamily>()>;

  virtual ~MetricsServer() = default;
  MetricsServer() = default;
  MetricsServer(const MetricsServer&) = delete;
  MetricsServer& operator=(const MetricsServer&) = delete;
  MetricsServer(MetricsServer&&) = delete;
  MetricsServer& operator=(MetricsServer&&) = delete;

  // Answers on `listen` ("127.0.0.1:9464"; port 0 takes a free one) until it is gone. `collect` is
  // called by one thread at a time, at most once a second: between, the same answer is given.
  static StatusOr<std::unique_ptr<MetricsServer>> Start(const std::string& listen, Collect collect);

  virtual int port() const = 0;
};

}  // namespace dm::metrics
