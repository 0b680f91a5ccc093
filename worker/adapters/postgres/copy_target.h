// All rows of another store taken into an empty schema, in one transaction.
#pragma once

#include <cstdint>

#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sql/table_copy.h"
#include "worker/core/status.h"

namespace dm::postgres {

struct Copied {
  int tables = 0;
  std::int64_t rows = 0;
};

// As OpenPostgresStore refuses, and STORE_NOT_EMPTY. A failure leaves the schema without rows. The
// copy has been counted, table by table, before it is kept; nobody holds a case in it.
StatusOr<Copied> CopyInto(const PostgresOptions& options, sql::CopySource& source);

}  // namespace dm::postgres
