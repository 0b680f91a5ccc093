// Migrations of a store on PostgreSQL: numbered as SQLite's, so that one number means one form of
// the data whatever the database. Each step whole or not at all; the number stands in the table
// store_version.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/adapters/postgres/connection.h"
#include "worker/adapters/sql/step_back.h"
#include "worker/core/status.h"

namespace dm::postgres {

struct Migration {
  std::int64_t version = 0;  // that the step leads to
  std::vector<const char*> sql;
  sql::StepBack back = {};
};

// All steps; the first makes its version out of an empty schema, each further one the next
// version. A step that has shipped is never edited.
const std::vector<Migration>& Migrations();

// The first version whose content can be encrypted.
inline constexpr std::int64_t kFirstWithKeys = 12;

// 0 for an empty schema. FailedPrecondition STORE_FOREIGN.
StatusOr<std::int64_t> VersionOf(Connection& connection);

// Brings the schema to the last version; of several that try at once one does it.
// FailedPrecondition: STORE_NEWER for a later version, STORE_FOREIGN for a schema with other tables
// than ours.
Status Migrate(Connection& connection, const std::vector<Migration>& migrations);

// Brings the schema back to version `to`, in one transaction, for a store that no worker has open.
// FailedPrecondition: STORE_NO_STEP_BACK, STORE_STEP_BACK_REFUSED for rows that the earlier form
// cannot have, STORE_NEWER.
Status MigrateBack(Connection& connection,
                   const std::vector<Migration>& migrations,
                   std::int64_t to);

// Whether each step from `version` down to `to` has a way back: asked before anything is changed.
// FailedPrecondition STORE_NO_STEP_BACK, STORE_NEWER.
Status CheckWayBack(const std::vector<Migration>& migrations,
                    std::int64_t version,
                    std::int64_t to);

// Whether the rows can stand in each form down to `to`; those of the step `but_for` are not looked
// at. FailedPrecondition STORE_STEP_BACK_REFUSED.
Status CheckRowsBack(Connection& connection,
                     const std::vector<Migration>& migrations,
                     std::int64_t to,
                     std::int64_t but_for);

// OK when the schema has the last version: a program of another version may have come since.
Status CheckVersion(Connection& connection, const std::vector<Migration>& migrations);

}  // namespace dm::postgres
