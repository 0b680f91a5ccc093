// The gRPC server as the configuration wants it.
#pragma once

#include "worker/adapters/grpc/server.h"
#include "worker/config/config.h"

namespace dm {

grpc_adapter::ServerOptions ServerOptionsOf(const Config& config);

}  // namespace dm
