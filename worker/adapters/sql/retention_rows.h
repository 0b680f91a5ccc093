// Files whose time is over: finding them, and erasing one (docs/operating/retention.md says what
// becomes of each column).
#pragma once

#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/core/instant.h"
#include "worker/ports/retention_store.h"

namespace dm::sql {

// As the functions of RetentionStore.
StatusOr<std::vector<HouseholdId>> FilesBefore(Database& database,
                                               Instant before,
                                               const std::string& after,
                                               int limit);
StatusOr<HouseholdFile> ReadFile(Database& database, const HouseholdId& household);
StatusOr<Erasure> EraseFile(Database& database, const FileErasure& erasure, Instant now);
StatusOr<int> ForgetRequests(Database& database, Instant before, int limit);
StatusOr<Page<Erasure>> ListErasures(Database& database,
                                     Instant from,
                                     Instant before,
                                     const PageRequest& page);

}  // namespace dm::sql
