// SsbtekSource: asks the composite service SSBTEK (contract version 10 or 11) about persons, many
// at once, and reads all eight sources' answers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/http/client.h"
#include "connectors/ssbtek/envelope/ping.h"
#include "connectors/ssbtek/exchange/guards.h"
#include "connectors/ssbtek/exchange/ledger.h"
#include "connectors/ssbtek/options.h"
#include "worker/core/mutex.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"

namespace dm::ssbtek {

class SsbtekSource : public EvidenceSource {
 public:
  // Invalid argument for options that break the contract or the rules of transport. `clock` gives
  // the time for windows, rate, breakers and deadlines, and outlives the source. `stop` ends the
  // calls under way; Ask then returns cancelled.
  static StatusOr<std::unique_ptr<SsbtekSource>> Create(Options options,
                                                        const Clock& clock,
                                                        std::stop_token stop = {});

  std::vector<Source> sources() const override;

  // Thread-safe; runs all calls on the calling thread. The time of every question begins now and
  // bounds all its calls and waits. Sends nothing for a question whose groups all lie outside the
  // agreement, or that is held: kNotAsked with HELD.WINDOW, HELD.BREAKER or HELD.RATE.
  // A question may take several calls: they stand under the one record that the caller made of it,
  // since a call about an agency alone has the question's correlation id, a full stop and the
  // agency's code ("6f1a….CSN"), and asks nothing that the question does not.
  std::vector<EvidenceAnswers> Ask(std::span<const EvidenceQuestion> questions,
                                   Instant now) override;
  // See envelope/preview.h. Of windows, breakers and the rate it knows nothing: it is the message
  // to all agencies that the question names. Empty when nothing would be sent, since every asked
  // group lies outside the agreement.
  StatusOr<std::string> Preview(const EvidenceQuestion& question, Instant now) const override;
  std::vector<SourceCondition> Conditions() const override;

  // The readiness of the agencies, without personal data. Unavailable or deadline exceeded when the
  // service does not answer. Outside of window, breakers and rate. Thread-safe.
  StatusOr<std::vector<AgencyReadiness>> Ping(std::int64_t timeout_ms = 30'000);

  // What the codes in answers mean from the next question on; invalid argument, and nothing
  // changed, for tables that Check refuses. Thread-safe; questions under way keep what they began
  // with.
  Status TakeTables(std::shared_ptr<const AnswerCodes> codes,
                    std::map<std::string, FundStatus> fund_statuses);

  // What the connector shows of itself to the service. Thread-safe.
  http::CertificateReport Certificates() const { return client_->Certificates(); }

 private:
  SsbtekSource(Options options,
               std::unique_ptr<http::HttpClient> client,
               std::unique_ptr<Guards> guards,
               const Clock& clock,
               std::stop_token stop);

  std::shared_ptr<const Options> CurrentOptions() const;

  mutable Mutex options_mutex_;
  std::shared_ptr<const Options> options_ DM_GUARDED_BY(options_mutex_);
  const std::unique_ptr<http::HttpClient> client_;
  const std::unique_ptr<Guards> guards_;
  const Clock& clock_;
  const std::stop_token stop_;
  Ledger ledger_;
};

}  // namespace dm::ssbtek
