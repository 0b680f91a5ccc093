// The table requests: what a call with a request id did, so that a repeat is told from a reuse.
#pragma once

#include <optional>
#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/core/instant.h"
#include "worker/ports/store.h"

namespace dm::sql {

StatusOr<std::optional<RequestRecord>> FindRequest(Database& database,
                                                   const std::string& request_id);

// Records it; an empty id records nothing. AlreadyExists, reason REQUEST_ID_REUSED, where the id
// was used before.
Status RecordRequest(Database& database,
                     const std::string& request_id,
                     const RequestRecord& record,
                     Instant now);

// True when `request_id` was used before for the same action with the same content; false when it
// is new or empty. REQUEST_ID_REUSED when it was used for anything else.
StatusOr<bool> IsRepeat(Database& database, const std::string& request_id, const AuditEvent& event);

Status RequestIdReused();

}  // namespace dm::sql
