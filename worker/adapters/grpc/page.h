// Pages of a list call: `page_size` and `page_token` of any request that has them. A token holds
// the store's cursor and a hash of the rest of the request, so that it cannot be carried over to
// another question.
#pragma once

#include <string>

#include <google/protobuf/message.h>

#include "worker/core/status.h"
#include "worker/ports/store.h"

namespace dm::grpc_adapter {

inline constexpr int kPageSizeDefault = 50;
inline constexpr int kPageSizeMax = 200;  // a larger size is read as this one (AIP-158)

// Invalid argument FIELD_OUT_OF_RANGE for a negative size, PAGE_TOKEN_INVALID for a token of
// another call.
StatusOr<PageRequest> ReadPage(const google::protobuf::Message& request);

// The token that follows `cursor`; empty when there is no more.
std::string PageToken(const google::protobuf::Message& request, const std::string& cursor);

}  // namespace dm::grpc_adapter
