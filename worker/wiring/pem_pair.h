// The certificates in PEM that gRPC takes: it would only say that the handshake failed.
#pragma once

#include <string>
#include <vector>

#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"

namespace dm {

// Adds until when the pair of `tls` holds, named after `prefix` ("case_system."); nothing without
// files. FailedPrecondition naming the key of the configuration where they cannot be read or do not
// fit. An own server's ("grpc.") must also hold now and be for one.
Status AddPair(const std::string& prefix,
               const TlsFiles& tls,
               Instant now,
               std::vector<CertificateStatus>& all);

}  // namespace dm
