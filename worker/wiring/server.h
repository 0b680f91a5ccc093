// The gRPC server as the configuration wants it, and the certificate that it shows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/adapters/grpc/server.h"
#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"

namespace dm {

// `clock` outlives the server.
grpc_adapter::ServerOptions ServerOptionsOf(const Config& config, const Clock& clock);

// Until when a server's own certificate holds. Failed precondition, naming the key of the
// configuration, where it cannot be read, does not fit its key, does not hold now
// (CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID) or is not for a server
// (CERTIFICATE_NOT_FOR_SERVER), and where the client CA holds no certificate.
StatusOr<Instant> CheckOwnServer(const grpc_adapter::PemFiles& pem, Instant now);

// The certificate that the port shows, for status and log. Thread-safe.
class PortCertificate {
 public:
  void Look(grpc_adapter::GrpcServer& server);
  // Nothing before the first look and without TLS.
  void AddTo(std::vector<CertificateStatus>& all, Instant now) const;

 private:
  mutable Mutex mutex_;
  std::optional<grpc_adapter::ServedCertificate> shown_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
