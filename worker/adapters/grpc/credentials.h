// How the server is reached: mutual TLS, or in development plain on loopback.
#pragma once

#include <memory>
#include <string>

#include <grpcpp/security/server_credentials.h>

#include "worker/core/status.h"

namespace dm::grpc_adapter {

struct ListenOptions {
  std::string listen{};  // host:port
  std::string certificate_file{};
  std::string key_file{};
  std::string client_ca_file{};
  bool development = false;
};

// True for 127.0.0.0/8, ::1 and localhost.
bool IsLoopback(const std::string& listen);
bool HasTls(const ListenOptions& options);

// Failed precondition, naming the configuration's field, for TLS without all three files, for a
// file that cannot be read, and for no TLS outside development on loopback. Certificates that
// change on disk are taken without a restart.
StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const ListenOptions& options);

}  // namespace dm::grpc_adapter
