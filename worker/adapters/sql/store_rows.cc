#include "worker/adapters/sql/store_rows.h"

namespace dm::sql {

Status CheckMunicipality(Database& database,
                         const std::string& municipality,
                         const std::string& field,
                         Instant now) {
  DM_RETURN_IF_ERROR(
      database.Run("INSERT INTO store VALUES (1, ?1, ?2, ?2, 0) ON CONFLICT (only_row) DO NOTHING",
                   municipality,
                   now.unix_ms()));
  DM_ASSIGN_OR_RETURN(Statement row, database.Query("SELECT municipality FROM store"));
  DM_RETURN_IF_ERROR(row.Step().status());
  if (row.Text(0) == municipality) return OkStatus();
  return FailedPrecondition("the store belongs to another municipality",
                            {.reason = "STORE_OTHER_MUNICIPALITY",
                             .field = field,
                             .remedy = "Give each municipality a store of its own."});
}

}  // namespace dm::sql
