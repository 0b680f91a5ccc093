// gRPC and protobuf write to standard error on their own. Their text may hold addresses and
// content, so the log gets the place of the message in the library's source and not the text.
#pragma once

#include "worker/ports/log.h"

namespace dm::grpc_adapter {

// For the whole process. `log` outlives every use of the libraries, or null is set before it goes.
void RouteLibraryLogs(Log* log);

}  // namespace dm::grpc_adapter
