#include "worker/adapters/grpc/credentials.h"

#include <fstream>

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

namespace dm::grpc_adapter {
namespace {

namespace tls = grpc::experimental;

constexpr unsigned kRefreshSeconds = 10;

Status Refuse(const char* field, const std::string& what, const std::string& remedy) {
  return FailedPrecondition(std::string(field) + ": " + what,
                            {.reason = "CONFIG_INVALID", .field = field, .remedy = remedy});
}

Status CheckReadable(const char* field, const std::string& path) {
  if (path.empty())
    return Refuse(field, "is required", "Name certificate, key and client CA, all three.");
  if (std::ifstream(path).good()) return OkStatus();
  return Refuse(field, "the file cannot be read", "Check the path and the file's mode.");
}

std::string HostOf(const std::string& listen) {
  std::string host = listen.substr(0, listen.rfind(':'));
  if (host.size() > 2 && host.front() == '[') return host.substr(1, host.size() - 2);
  return host;
}

}  // namespace

bool IsLoopback(const std::string& listen) {
  const std::string host = HostOf(listen);
  // A name such as 127.example.org must not pass for an address.
  const bool digits = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "::1" || (digits && host.rfind("127.", 0) == 0);
}

bool HasTls(const ListenOptions& options) {
  return !options.certificate_file.empty() || !options.key_file.empty() ||
         !options.client_ca_file.empty();
}

StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const ListenOptions& options) {
  if (!HasTls(options)) {
    if (options.development && IsLoopback(options.listen)) return grpc::InsecureServerCredentials();
    return Refuse("grpc.tls",
                  "is required outside development on loopback",
                  "Set certificate, key and client CA, or listen on 127.0.0.1 in development.");
  }
  DM_RETURN_IF_ERROR(CheckReadable("grpc.tls.certificate", options.certificate_file));
  DM_RETURN_IF_ERROR(CheckReadable("grpc.tls.key", options.key_file));
  DM_RETURN_IF_ERROR(CheckReadable("grpc.tls.ca", options.client_ca_file));
  tls::TlsServerCredentialsOptions tls_options(
      std::make_shared<tls::FileWatcherCertificateProvider>(
          options.key_file, options.certificate_file, options.client_ca_file, kRefreshSeconds));
  tls_options.watch_root_certs();
  tls_options.watch_identity_key_cert_pairs();
  tls_options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(tls_options);
}

}  // namespace dm::grpc_adapter
