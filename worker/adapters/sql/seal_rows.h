// All sealed columns, and the passes over them: a store that gets keys has its content encrypted
// where it lies, one that goes back to an earlier form has it opened again. In bounded batches,
// each whole; what was cut off goes on with the next start.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/adapters/sql/engine.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm::sql {

struct SealedColumn {
  const char* table = "";
  const char* column = "";
  const char* owner = "";  // the column of the case or household
  const char* row = "";    // the column that tells an owner's rows apart; empty where there is one
  bool household = false;
  // Came with a later form of the store than the keys: gone before content is opened again.
  bool later = false;
};

std::span<const SealedColumn> SealedColumns();

// Runs a change in a transaction of its own, durable when OK.
using InTurn = std::function<Status(const Change&)>;

// What must hold between a store and its keys before it is used, made so where it does not yet.
// FailedPrecondition: SEALING_KEY_REQUIRED, SEALING_KEY_MISSING, SEALING_KEY_WRONG. Where content
// was encrypted, `drop_old` removes what the database still keeps of it as it was: until that is
// done, the next start begins anew.
Status PrepareSealing(Database& database,
                      const InTurn& in_turn,
                      const std::function<Status()>& drop_old,
                      Instant now);

// Opens all content and removes the keys, for an earlier form of the store.
Status UnsealAll(Database& database, const InTurn& in_turn, Instant now);

// Rows that are final may be changed until the end of the scope's transaction; `change` sees to it
// that what they say stays.
Status WithFinalRows(Database& database, const std::function<Status()>& change);

}  // namespace dm::sql
