// The table marks, and the restore that is one of them.
#pragma once

#include <optional>
#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/core/instant.h"
#include "worker/ports/store.h"

namespace dm::sql {

StatusOr<std::optional<std::string>> ReadMark(Database& database, const std::string& name);
// Without a record in the audit chain.
Status WriteMark(Database& database,
                 const std::string& name,
                 const std::string& value,
                 Instant now);
Status PutMark(Database& database,
               const std::string& name,
               const std::string& value,
               const AuditEvent& audit,
               Instant now);

StatusOr<std::optional<Restore>> ReadRestore(Database& database);
Status PutRestore(Database& database, const Restore& restore, const AuditEvent& audit, Instant now);
StatusOr<int> CountUnaskedEffects(Database& database);
Status RemoveRestore(Database& database,
                     const std::string& request_id,
                     const AuditEvent& audit,
                     Instant now);

}  // namespace dm::sql
