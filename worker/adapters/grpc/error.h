// Errors over gRPC: a Status with its detail as a grpc::Status and back. The detail travels in the
// trailing metadata `grpc-status-details-bin` in the wire form of google.rpc.Status
// (docs/api-errors.md).
#pragma once

#include <string>

#include <grpcpp/support/status.h>

#include "worker/core/status.h"

namespace dm {

// A status with a reason goes out as it is: whoever gave the reason wrote the message for callers.
// One without could name a query, a file or a person, so only its code goes out, with the code's
// own reason and message (reliability I28). `reference` is what the caller may quote to find the
// event in the log; put into the message of a fault of the worker.
grpc::Status ToGrpcStatus(const Status& status, const std::string& reference = "");

// For clients: code, message and detail. Bytes that are no detail give a status without one.
Status FromGrpcStatus(const grpc::Status& status);

}  // namespace dm
