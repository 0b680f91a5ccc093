// FolkSource: asks the municipality's copy of the population register about one person a call, in
// the project's own JSON contract (README.md). Off unless it is configured.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/folkbokforing/options.h"
#include "connectors/folkbokforing/question.h"
#include "connectors/guard/window.h"
#include "connectors/http/client.h"
#include "worker/core/mutex.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"

namespace dm::folk {

class FolkSource : public EvidenceSource {
 public:
  // Opens no connection. Invalid argument as options.h. `clock` outlives the source. `stop` ends
  // the calls under way; Ask then answers cancelled.
  static StatusOr<std::unique_ptr<FolkSource>> Create(Options options,
                                                      const Clock& clock,
                                                      std::stop_token stop = {});

  std::vector<Source> sources() const override { return {Source::kFolk}; }

  // A question's time begins when it goes out. One that the rate would keep waiting for longer than
  // its time after the beginning of Ask is HELD.RATE.
  std::vector<EvidenceAnswers> Ask(std::span<const EvidenceQuestion> questions,
                                   Instant now) override;
  StatusOr<std::string> Preview(const EvidenceQuestion& question, Instant now) const override;
  std::vector<SourceCondition> Conditions() const override DM_EXCLUDES(mutex_);

  // What the connector shows of itself to the platform. Thread-safe.
  http::CertificateReport Certificates() const { return client_->Certificates(); }

 private:
  class Round;

  FolkSource(Options options,
             guard::Windows windows,
             std::unique_ptr<http::HttpClient> client,
             const Clock& clock,
             std::stop_token stop);

  SourceAnswer Read(http::Result result, const Asked& asked, Instant now) const;
  // Tells the breaker and the counters how a call went.
  void Learn(const SourceAnswer& answer) DM_EXCLUDES(mutex_);
  Instant AtMonotonic(std::int64_t ms) const;

  const Options options_;
  const guard::Windows windows_;
  const std::unique_ptr<http::HttpClient> client_;
  const Clock& clock_;
  const std::stop_token stop_;
  guard::Breaker breaker_;
  guard::RateLimit rate_;
  mutable Mutex mutex_;
  SourceCondition seen_ DM_GUARDED_BY(mutex_);
  std::map<std::string, std::int64_t> unlisted_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::folk
