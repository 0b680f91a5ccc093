// SsbtekSource: asks the composite service SSBTEK (contract version 10) about one person at a time
// and reads all eight sources' answers.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "connectors/http/client.h"
#include "connectors/ssbtek/envelope/ping.h"
#include "connectors/ssbtek/options.h"
#include "worker/ports/evidence_source.h"

namespace dm::ssbtek {

class SsbtekSource : public EvidenceSource {
 public:
  // Invalid argument for options that break the contract or the rules of transport. `stop` ends the
  // calls under way; Ask then returns cancelled.
  static StatusOr<std::unique_ptr<SsbtekSource>> Create(Options options, std::stop_token stop = {});

  std::vector<Source> sources() const override;

  // Thread-safe. Sends nothing when every asked group lies outside the agreement.
  std::vector<EvidenceAnswers> Ask(std::span<const EvidenceQuestion> questions,
                                   Instant now) override;
  StatusOr<std::string> Preview(const EvidenceQuestion& question, Instant now) const override;
  std::vector<SourceCondition> Conditions() const override;

  // The readiness of the agencies, without personal data. Unavailable or deadline exceeded when the
  // service does not answer. Thread-safe.
  StatusOr<std::vector<AgencyReadiness>> Ping(std::int64_t timeout_ms = 30'000);

 private:
  SsbtekSource(Options options, std::unique_ptr<http::HttpClient> client, std::stop_token stop);

  EvidenceAnswers AskOne(const EvidenceQuestion& question, Instant now);
  http::Result Post(const std::string& message, std::int64_t timeout_ms);

  const Options options_;
  const std::unique_ptr<http::HttpClient> client_;
  const std::stop_token stop_;
};

}  // namespace dm::ssbtek
