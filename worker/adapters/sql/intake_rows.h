// Accepting an application: a new row of cases, once.
#pragma once

#include "worker/adapters/sql/database.h"
#include "worker/ports/store.h"

namespace dm::sql {

// As Store::Accept; part of the caller's transaction.
StatusOr<Accepted> AcceptCase(Database& database, const NewCase& new_case, Instant now);

}  // namespace dm::sql
