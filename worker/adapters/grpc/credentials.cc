#include "worker/adapters/grpc/credentials.h"

#include <utility>

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include "worker/core/loopback.h"

namespace dm::grpc_adapter {
namespace {

namespace tls = grpc::experimental;

constexpr unsigned kRefreshSeconds = 1;  // of copies in memory

Status Refuse(const char* field, const std::string& what, const std::string& remedy) {
  return FailedPrecondition(std::string(field) + ": " + what,
                            {.reason = "CONFIG_INVALID", .field = field, .remedy = remedy});
}

}  // namespace

bool HasTls(const ListenOptions& options) {
  return !options.certificate_file.empty() || !options.key_file.empty() ||
         !options.client_ca_file.empty();
}

StatusOr<Credentials> MakeCredentials(const ListenOptions& options) {
  if (!HasTls(options)) {
    if (options.development && IsLoopbackAddress(options.listen))
      return Credentials{.server = grpc::InsecureServerCredentials(), .files = nullptr};
    return Refuse("grpc.tls",
                  "is required outside development on loopback",
                  "Set certificate, key and client CA, or listen on 127.0.0.1 in development.");
  }
  DM_ASSIGN_OR_RETURN(std::unique_ptr<IdentityFiles> files,
                      IdentityFiles::Open({.certificate = options.certificate_file,
                                           .key = options.key_file,
                                           .authorities = options.client_ca_file},
                                          options.check));
  tls::TlsServerCredentialsOptions tls_options(
      std::make_shared<tls::FileWatcherCertificateProvider>(files->identity_path(),
                                                            files->identity_path(),
                                                            files->authorities_path(),
                                                            kRefreshSeconds));
  tls_options.watch_root_certs();
  tls_options.watch_identity_key_cert_pairs();
  tls_options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return Credentials{.server = tls::TlsServerCredentials(tls_options), .files = std::move(files)};
}

}  // namespace dm::grpc_adapter
