// Migrations: numbered steps from one form of the file to the next, each whole or not at all. The
// number stands in the file (PRAGMA user_version).
#pragma once

#include <cstdint>
#include <vector>

#include "worker/adapters/sql/step_back.h"
#include "worker/adapters/sqlite/database.h"
#include "worker/core/status.h"

namespace dm::sqlite {

struct Migration {
  const char* sql = nullptr;
  sql::StepBack back = {};
};

// All steps; the first makes version 1 out of an empty file. A step that has shipped is never
// edited.
const std::vector<Migration>& Migrations();

// The first version whose content can be encrypted.
inline constexpr std::int64_t kFirstWithKeys = 12;

StatusOr<std::int64_t> VersionOf(Database& database);

// Brings the file to the last version. A file of a later version is refused: FailedPrecondition,
// reason STORE_NEWER.
Status Migrate(Database& database, const std::vector<Migration>& migrations);

// Brings the file back to version `to`, step by step. FailedPrecondition: STORE_NO_STEP_BACK,
// STORE_STEP_BACK_REFUSED for rows that an earlier form cannot have, STORE_NEWER; then no step was
// made.
Status MigrateBack(Database& database, const std::vector<Migration>& migrations, std::int64_t to);

// Whether each step from `version` down to `to` has a way back: asked before anything is changed.
// FailedPrecondition STORE_NO_STEP_BACK, STORE_NEWER.
Status CheckWayBack(const std::vector<Migration>& migrations,
                    std::int64_t version,
                    std::int64_t to);

// Whether the rows can stand in each form down to `to`; those of the step `but_for` are not looked
// at. Each query reads the present form, which has all that it names. FailedPrecondition
// STORE_STEP_BACK_REFUSED.
Status CheckRowsBack(Database& database,
                     const std::vector<Migration>& migrations,
                     std::int64_t to,
                     std::int64_t but_for);

}  // namespace dm::sqlite
