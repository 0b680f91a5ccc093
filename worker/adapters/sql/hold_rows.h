// The table holds: reasons to keep a household's file whatever its age.
#pragma once

#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/core/instant.h"
#include "worker/ports/retention_store.h"

namespace dm::sql {

// As the functions of RetentionStore.
StatusOr<Hold> PutHold(Database& database,
                       const Hold& hold,
                       const std::string& request_id,
                       const AuditEvent& audit,
                       Instant now);
StatusOr<Hold> EndHold(Database& database,
                       const std::string& id,
                       const std::string& request_id,
                       const AuditEvent& audit,
                       Instant now);
StatusOr<Hold> ReadHold(Database& database, const std::string& id);
StatusOr<Page<Hold>> ListHoldRows(Database& database, bool released, const PageRequest& page);

// Whether one stands on the household's file.
StatusOr<bool> IsHeld(Database& database, const std::string& household);

}  // namespace dm::sql
