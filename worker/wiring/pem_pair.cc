#include "worker/wiring/pem_pair.h"

#include <fstream>
#include <sstream>

#include "connectors/http/certificate.h"
#include "worker/core/secret_file.h"
#include "worker/wiring/names.h"
#include "worker/wiring/server.h"
#include "worker/wiring/sources.h"

namespace dm {
namespace {

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

}  // namespace

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

}  // namespace dm
