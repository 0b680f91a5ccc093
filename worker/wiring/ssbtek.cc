#include "worker/wiring/ssbtek.h"

#include <memory>
#include <utility>

#include "connectors/ssbtek/read_stored.h"
#include "worker/audit/checkpoint_file.h"
#include "worker/runtime/clocks.h"
#include "worker/wiring/pem_pair.h"
#include "worker/wiring/signatures.h"
#include "worker/wiring/sources.h"
#include "worker/wiring/store.h"

namespace dm {
namespace {

const char* NameOf(ssbtek::Readiness readiness) {
  switch (readiness) {
    case ssbtek::Readiness::kReady:
      return "ready";
    case ssbtek::Readiness::kFailed:
      return "failed";
    case ssbtek::Readiness::kNotTested:
      return "not tested";
  }
  return "not tested";
}

// Files that check-config reads for nothing else.
Status CheckOtherFiles(const Config& config) {
  DM_RETURN_IF_ERROR(ReadPassword(config.store.password_file).status());
  DM_RETURN_IF_ERROR(ReadEffectKey(config.effects.id_key_file).status());
  if (config.audit.checkpoints.empty()) return OkStatus();
  return audit::CheckpointFile(config.audit.checkpoints).Check();
}

}  // namespace

StatusOr<StoredAnswers> ReadStoredAnswer(std::string bytes,
                                         const StoredHints& hints,
                                         const PolicySet* policy,
                                         Date today) {
  ssbtek::StoredOptions options;
  if (policy != nullptr) {
    options.codes = AnswerCodesOf(*policy, today);
    options.fund_statuses = FundStatusesOf(*policy, today);
  }
  ssbtek::ReadStoredHints known;
  known.source = hints.source;
  known.personnummer = hints.personnummer;
  known.period = hints.period;
  DM_ASSIGN_OR_RETURN(ssbtek::StoredReading reading,
                      ssbtek::ReadStored(options, std::move(bytes), known));
  return StoredAnswers{.contract_version = std::move(reading.contract_version),
                       .answers = std::move(reading.answers),
                       .unchecked = std::move(reading.unchecked)};
}

StatusOr<PingReport> PingSsbtek(const Config& config, const PolicySet& policy) {
  const std::unique_ptr<Clock> clock = MakeClock(config.clock_offset_ms);
  DM_ASSIGN_OR_RETURN(
      const Connectors connectors,
      MakeConnectors(config, policy, SwedishDate(clock->Now()), *clock, std::stop_token()));
  PingReport report;
  const std::int64_t began_ms = clock->MonotonicMs();
  const auto agencies = connectors.ssbtek->Ping(config.ssbtek.flow.total_timeout_ms);
  report.duration_ms = clock->MonotonicMs() - began_ms;
  report.certificates = connectors.Certificates(config, clock->Now());
  report.status = agencies.status();
  if (!agencies.ok()) return report;
  for (const ssbtek::AgencyReadiness& one : *agencies)
    report.agencies.push_back({one.agency, NameOf(one.readiness), one.code});
  return report;
}

StatusOr<std::vector<CertificateStatus>> CheckConnections(const Config& config,
                                                          const PolicySet& policy) {
  const std::unique_ptr<Clock> clock = MakeClock(config.clock_offset_ms);
  const Instant now = clock->Now();
  DM_ASSIGN_OR_RETURN(const Connectors connectors,
                      MakeConnectors(config, policy, SwedishDate(now), *clock, std::stop_token()));
  std::vector<CertificateStatus> all = connectors.Certificates(config, now);
  DM_RETURN_IF_ERROR(CheckOtherFiles(config));
  DM_RETURN_IF_ERROR(AddPair("grpc.", config.grpc.tls, now, all));
  DM_RETURN_IF_ERROR(AddPair("case_system.", config.case_system.tls, now, all));
  if (auto signatures = SignaturesOfFolder(config, policy, now))
    all.push_back(*std::move(signatures));
  return all;
}

}  // namespace dm
