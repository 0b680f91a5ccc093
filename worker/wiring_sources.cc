#include "worker/wiring_sources.h"

#include <fstream>
#include <set>
#include <string>
#include <utility>

namespace dm {
namespace {

StatusOr<std::string> ReadSecret(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path);
  std::string secret;
  if (!file || !std::getline(file, secret)) {
    return FailedPrecondition("a credentials file cannot be read",
                              {.reason = "CREDENTIAL_UNREADABLE",
                               .field = "pkcs12_password_file",
                               .remedy = "check the path and that the worker's user may read it"});
  }
  return secret;
}

}  // namespace

std::vector<EvidenceSource*> Connectors::All() const {
  return {ssbtek.get()};
}

StatusOr<ssbtek::Options> SsbtekOptions(const Config& config, const PolicySet& policy, Date today) {
  ssbtek::Options options;
  options.url = config.ssbtek.url;
  options.organisation_number = config.ssbtek.organisation_number;
  options.municipality_name = config.ssbtek.organisation_name;
  for (const Processor& one : config.ssbtek.processors) {
    options.processors.push_back(
        {.organisation_number = one.organisation_number, .name = one.name});
  }
  options.actor_id = config.ssbtek.aktorsid;
  options.lefi_version = config.ssbtek.lefi_version;
  options.contract_version = config.ssbtek.contract;
  options.lefi_groups_granted = config.ssbtek.lefi_groups_granted;
  for (const ParameterRowView& row : policy.Rows("so.status", today)) {
    const auto status = row.cells.find("status");
    if (status == row.cells.end()) continue;
    options.fund_statuses[status->second] = row.value.code() == "answered"
                                                ? ssbtek::FundStatus::kAnswered
                                                : ssbtek::FundStatus::kNotAnswered;
  }
  const TlsFiles& tls = config.ssbtek.tls;
  options.http.transport = config.environment == Environment::kDevelopment
                               ? http::Transport::kLoopbackInDevelopment
                               : http::Transport::kTlsOnly;
  options.http.ca_file = tls.ca;
  options.total_timeout_ms = config.ssbtek.total_timeout_ms;
  options.http.connect_timeout_ms = config.ssbtek.connect_timeout_ms;
  if (!tls.pkcs12.empty()) {
    options.http.certificate_kind = http::CertificateKind::kPkcs12;
    options.http.certificate_file = tls.pkcs12;
    DM_ASSIGN_OR_RETURN(options.http.key_password, ReadSecret(tls.pkcs12_password_file));
  } else {
    options.http.certificate_file = tls.certificate;
    options.http.key_file = tls.key;
  }
  return options;
}

StatusOr<Connectors> MakeConnectors(const Config& config,
                                    const PolicySet& policy,
                                    Date today,
                                    const std::stop_token& stop) {
  Connectors connectors;
  DM_ASSIGN_OR_RETURN(ssbtek::Options options, SsbtekOptions(config, policy, today));
  DM_ASSIGN_OR_RETURN(connectors.ssbtek, ssbtek::SsbtekSource::Create(std::move(options), stop));
  std::set<Source> answered;
  for (const EvidenceSource* connector : connectors.All()) {
    for (const Source one : connector->sources()) {
      if (!answered.insert(one).second) return Internal("two connectors answer for one source");
    }
  }
  return connectors;
}

}  // namespace dm
