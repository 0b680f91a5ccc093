#include "worker/wiring/server.h"

#include <map>
#include <string>
#include <utility>

#include "connectors/http/certificate.h"
#include "worker/wiring/names.h"
#include "worker/wiring/sources.h"

namespace dm {
namespace {

grpc_adapter::Roles RolesOf(const Caller& caller) {
  static const std::map<std::string, grpc_adapter::Role> kRoles = {
      {"case_system", grpc_adapter::Role::kCaseSystem},
      {"caseworker", grpc_adapter::Role::kCaseworker},
      {"cleared", grpc_adapter::Role::kCleared},
      {"operations", grpc_adapter::Role::kOperations},
      {"policy", grpc_adapter::Role::kPolicy},
      {"auditor", grpc_adapter::Role::kAuditor}};
  grpc_adapter::Roles roles;
  for (const std::string& name : caller.roles) roles.insert(kRoles.at(name));
  return roles;
}

Status Refuse(const char* reason, const std::string& what, const std::string& remedy) {
  return FailedPrecondition("grpc.tls.certificate " + what,
                            {.reason = reason, .field = "grpc.tls.certificate", .remedy = remedy});
}

}  // namespace

StatusOr<Instant> CheckOwnServer(const grpc_adapter::PemFiles& pem, Instant now) {
  static const TlsFiles kPem;
  const ConfigPart part = {.prefix = "grpc.", .tls = kPem};
  const auto own =
      http::ReadPemPair({.certificate = pem.certificate, .key = pem.key, .password = ""});
  if (!own.ok()) return InConfigWords(part, own.status());
  if (const Status read = http::CheckAuthorities("http.ca_file", pem.authorities); !read.ok())
    return InConfigWords(part, read);
  if (own->not_after < now)
    return Refuse("CERTIFICATE_EXPIRED",
                  "has ended: no caller takes it",
                  "renew it and put the new files in place");
  if (now < own->not_before)
    return Refuse("CERTIFICATE_NOT_YET_VALID",
                  "does not hold yet",
                  "put one in place that holds now, or set the machine's clock right");
  if (!own->for_server)
    return Refuse("CERTIFICATE_NOT_FOR_SERVER",
                  "is not one for a server: its extended key usage leaves serverAuth out",
                  "order one with serverAuth");
  return own->not_after;
}

void PortCertificate::Look(grpc_adapter::GrpcServer& server) {
  std::optional<grpc_adapter::ServedCertificate> shown = server.Certificate();
  const MutexLock lock(mutex_);
  shown_ = std::move(shown);
}

void PortCertificate::AddTo(std::vector<CertificateStatus>& all, Instant now) const {
  const MutexLock lock(mutex_);
  if (!shown_.has_value()) return;
  all.push_back({.name = "grpc.tls",
                 .not_after = shown_->not_after,
                 .days_left = DaysLeft(shown_->not_after, now),
                 .problem = shown_->problem});
}

grpc_adapter::ServerOptions ServerOptionsOf(const Config& config, const Clock& clock) {
  std::map<std::string, grpc_adapter::Roles> callers;
  for (const Caller& caller : config.grpc.callers) callers[caller.uri] = RolesOf(caller);
  const bool development = config.environment == Environment::kDevelopment;
  return {
      .listen = config.grpc.listen,
      .certificate_file = config.grpc.tls.certificate,
      .key_file = config.grpc.tls.key,
      .client_ca_file = config.grpc.tls.ca,
      .check =
          [&clock](const grpc_adapter::PemFiles& pem) { return CheckOwnServer(pem, clock.Now()); },
      .development = development,
      .callers = std::move(callers),
      .calls_per_second_beside_others = config.grpc.calls_per_second_beside_others};
}

}  // namespace dm
