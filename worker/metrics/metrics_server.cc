#include "worker/metrics/metrics_server.h"

#include <chrono>
#include <utility>

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

#include "worker/core/mutex.h"

namespace dm::metrics {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kFresh{1};
constexpr int kThreads = 2;

class Kept final : public prometheus::Collectable {
 public:
  explicit Kept(MetricsServer::Collect collect) : collect_(std::move(collect)) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    const MutexLock lock(mutex_);
    if (families_.empty() || Clock::now() - collected_at_ >= kFresh) {
      families_ = collect_();
      collected_at_ = Clock::now();
    }
    return families_;
  }

 private:
  const MetricsServer::Collect collect_;
  mutable Mutex mutex_;
  mutable std::vector<prometheus::MetricFamily> families_ DM_GUARDED_BY(mutex_);
  mutable Clock::time_point collected_at_ DM_GUARDED_BY(mutex_);
};

class Exposed final : public MetricsServer {
 public:
  Exposed(const std::string& listen, Collect collect)
      : kept_(std::make_shared<Kept>(std::move(collect))), exposer_(listen, kThreads) {
    exposer_.RegisterCollectable(kept_);
  }

  int port() const override { return exposer_.GetListeningPorts().front(); }

 private:
  const std::shared_ptr<Kept> kept_;  // the exposer holds it weakly
  prometheus::Exposer exposer_;
};

}  // namespace

StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(const std::string& listen,
                                                              Collect collect) {
  // The library throws where it cannot listen.
  try {
    return std::unique_ptr<MetricsServer>(std::make_unique<Exposed>(listen, std::move(collect)));
  } catch (const std::exception&) {
    return FailedPrecondition("metrics.listen: nothing can listen on " + listen,
                              {.reason = "METRICS_PORT",
                               .field = "metrics.listen",
                               .remedy = "give a free port of this machine's loopback address"});
  }
}

}  // namespace dm::metrics
