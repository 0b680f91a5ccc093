// Migrations: numbered steps from one form of the file to the next, each whole or not at all. The
// number stands in the file (PRAGMA user_version).
#pragma once

#include <vector>

#include "worker/adapters/sqlite/database.h"
#include "worker/core/status.h"

namespace dm::sqlite {

struct Migration {
  const char* sql;
};

// All steps; the first makes version 1 out of an empty file. A step that has shipped is never
// edited.
const std::vector<Migration>& Migrations();

// Brings the file to the last version. A file of a later version is refused: FailedPrecondition,
// reason STORE_NEWER.
Status Migrate(Database& database, const std::vector<Migration>& migrations);

}  // namespace dm::sqlite
