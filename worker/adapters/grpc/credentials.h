// How the server is reached: mutual TLS, or in development plain on loopback.
#pragma once

#include <memory>
#include <string>

#include <grpcpp/security/server_credentials.h>

#include "worker/adapters/grpc/identity_files.h"
#include "worker/core/status.h"

namespace dm::grpc_adapter {

struct ListenOptions {
  std::string listen{};  // host:port
  std::string certificate_file{};
  std::string key_file{};
  std::string client_ca_file{};
  bool development = false;
  CheckPem check{};  // of own certificate, key and client CA; empty: every pair is taken
};

// `files` is null in plain; it lives as long as the server.
struct Credentials {
  std::shared_ptr<grpc::ServerCredentials> server;
  std::unique_ptr<IdentityFiles> files;
};

bool HasTls(const ListenOptions& options);

// Failed precondition, naming the configuration's field, as IdentityFiles::Open, and for no TLS
// outside development on loopback. What IdentityFiles::Look takes is shown without a restart.
StatusOr<Credentials> MakeCredentials(const ListenOptions& options);

}  // namespace dm::grpc_adapter
