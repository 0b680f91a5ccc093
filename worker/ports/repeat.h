// Repeats: every change over the API carries a request id, and a repeat is answered as the first
// time (reliability I2). One place tells a repeat from an id that is used again for something else.
#pragma once

#include <optional>
#include <string>

#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/store.h"

namespace dm {

// The record of an earlier call with this request id, nothing when there is none. AlreadyExists
// REQUEST_ID_REUSED when it was another method or had other content.
inline StatusOr<std::optional<RequestRecord>> FindRepeat(Store& store,
                                                         const CallContext& context,
                                                         const std::string& action) {
  if (context.request_id.empty())
    return InvalidArgument("request_id: is required for a change; send a new id for each change",
                           {"FIELD_REQUIRED", "request_id", "send a new id for each change"});
  StatusOr<std::optional<RequestRecord>> record = store.FindRequest(context.request_id);
  if (!record.ok() || !record->has_value()) return record;
  const RequestRecord& earlier = **record;
  if (earlier.method == action && earlier.content_sha256 == context.content_sha256) return record;
  return MakeStatus(StatusCode::kAlreadyExists,
                    "request_id: was used before for another request; send a new id",
                    {"REQUEST_ID_REUSED", "request_id", "send a new id for each change"});
}

// What storing a change came to. A call that comes in twice at once is stored once: the second one
// fails at the store, and is OK all the same.
inline Status OrRepeated(Store& store,
                         const CallContext& context,
                         const std::string& action,
                         const Status& stored) {
  if (stored.ok() || context.request_id.empty()) return stored;
  const auto repeated = FindRepeat(store, context, action);
  return repeated.ok() && repeated->has_value() ? OkStatus() : stored;
}

}  // namespace dm
