#include "worker/wiring/ssbtek.h"

#include <fstream>
#include <memory>
#include <sstream>
#include <utility>

#include "connectors/http/certificate.h"
#include "connectors/ssbtek/read_stored.h"
#include "worker/core/secret_file.h"
#include "worker/runtime/clocks.h"
#include "worker/wiring/names.h"
#include "worker/wiring/server.h"
#include "worker/wiring/signatures.h"
#include "worker/wiring/sources.h"

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

StatusOr<std::string> ReadWhole(const std::string& key, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return FailedPrecondition(key + ": the file cannot be read",
                              {.reason = "CREDENTIAL_UNREADABLE",
                               .field = key,
                               .remedy = "check the path and that the worker's user may read it"});
  }
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The pair that gRPC will take: it would only say that the handshake failed. An own server's must
// hold now and be for one.
Status AddPair(const std::string& prefix,
               const TlsFiles& tls,
               Instant now,
               std::vector<CertificateStatus>& all) {
  if (tls.empty()) return OkStatus();
  const bool served = prefix == "grpc.";
  DM_ASSIGN_OR_RETURN(const std::string certificate,
                      ReadWhole(prefix + "tls.certificate", tls.certificate));
  DM_RETURN_IF_ERROR(CheckSecretFile(prefix + "tls.key", tls.key));
  DM_ASSIGN_OR_RETURN(const std::string key, ReadWhole(prefix + "tls.key", tls.key));
  DM_ASSIGN_OR_RETURN(const std::string authorities, ReadWhole(prefix + "tls.ca", tls.ca));
  const auto pair = http::ReadPemPair({.certificate = certificate, .key = key, .password = ""});
  if (!pair.ok()) return InConfigWords({.prefix = prefix, .tls = tls}, pair.status());
  if (served) {
    DM_RETURN_IF_ERROR(
        CheckOwnServer({.certificate = certificate, .key = key, .authorities = authorities}, now)
            .status());
  }
  all.push_back({.name = prefix + "tls",
                 .not_after = pair->not_after,
                 .days_left = DaysLeft(pair->not_after, now),
                 .problem = {}});
  return OkStatus();
}

// Files that check-config reads for nothing else.
Status CheckOtherSecrets(const Config& config) {
  DM_RETURN_IF_ERROR(CheckSecretFile("store.password_file", config.store.password_file));
  return CheckSecretFile("effects.id_key_file", config.effects.id_key_file);
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
  DM_RETURN_IF_ERROR(CheckOtherSecrets(config));
  DM_RETURN_IF_ERROR(AddPair("grpc.", config.grpc.tls, now, all));
  DM_RETURN_IF_ERROR(AddPair("case_system.", config.case_system.tls, now, all));
  if (auto signatures = SignaturesOfFolder(config, policy, now))
    all.push_back(*std::move(signatures));
  return all;
}

}  // namespace dm
