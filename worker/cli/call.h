// Call: one call of a running worker, for the commands.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include "worker/cli/session.h"

namespace dm::cli {

// True when it was answered. Else what went wrong is told, and the exit code set.
template <typename Stub, typename Request, typename Response>
bool Call(Session& session,
          grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
          const Request& request,
          Response& response) {
  if (!session.Connect()) return false;
  Stub stub(session.channel);
  grpc::ClientContext context;
  session.Prepare(context);
  return session.Check((stub.*method)(&context, request, &response));
}

}  // namespace dm::cli
