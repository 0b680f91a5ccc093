// ReportService: makes reports one at a time on a thread of its own, from the store in small pages,
// beside the worker's own work. Keeps the last ones until others take their place.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include "worker/core/mutex.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/report_api.h"
#include "worker/ports/store.h"
#include "worker/report/build_report.h"

namespace dm::report {

struct ReportParts {
  std::string municipality;
  std::function<std::shared_ptr<const PolicySet>()> policy;  // the set in force; never null
  QualityApi* quality = nullptr;                             // without: no error rates
  QueueApi* queues = nullptr;                                // without: no load
  Log* log = nullptr;
};

// Thread-safe. The store, the clock and the parts outlive it.
class ReportService final : public ReportApi {
 public:
  ReportService(Store& store, const Clock& clock, ReportParts parts)
      : store_(store), clock_(clock), parts_(std::move(parts)) {}

  ~ReportService() override { Stop(); }

  ReportService(const ReportService&) = delete;
  ReportService& operator=(const ReportService&) = delete;
  ReportService(ReportService&&) = delete;
  ReportService& operator=(ReportService&&) = delete;

  StatusOr<ReportRun> Start(const CallContext& context, const ReportRequest& request) override;
  StatusOr<ReportRun> Get(const CallContext& context, const std::string& id) override;

  // Makes one at once, on the caller's thread; records nothing.
  StatusOr<Report> Make(const Span& span,
                        const std::stop_token& stop = {},
                        const std::function<void(std::int64_t)>& read = nullptr);

  // What is under way ends where it is. Safe to repeat.
  void Stop();

 private:
  struct Kept {
    ReportRun run;
    ReportRequest request;
    std::string content_sha256;
  };

  Kept* Find(const std::string& id) DM_REQUIRES(mutex_);
  Status MakeRoom() DM_REQUIRES(mutex_);
  void Run(const std::stop_token& stop);
  // The oldest that waits, now running; nothing when stopped.
  std::optional<Kept> TakeNext(const std::stop_token& stop);
  void Finish(const std::string& id, StatusOr<Report> made);
  void CountRead(const std::string& id, std::int64_t cases);

  Store& store_;
  const Clock& clock_;
  const ReportParts parts_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<Kept> kept_ DM_GUARDED_BY(mutex_);  // the oldest first
  bool stopped_ DM_GUARDED_BY(mutex_) = false;
  std::jthread thread_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::report
