// The table audit: append-only, chained (worker/case/audit_chain.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/case/audit_record.h"
#include "worker/ports/page.h"

namespace dm::sql {

// Appends the next record; part of the caller's transaction.
Status AppendAudit(Database& database, const AuditEvent& event, Instant now);

// Up to `limit` (1 to 1 000) records from `from_sequence` (at least 1) on, checked against each
// other and against the record before them. DataLoss, reason AUDIT_CHAIN_BROKEN, where the chain
// does not hold.
StatusOr<std::vector<AuditRecord>> ReadAudit(Database& database,
                                             std::int64_t from_sequence,
                                             int limit);

// Up to a page of records about `subject`, the newest first.
StatusOr<Page<AuditRecord>> ListAuditRows(Database& database,
                                          const std::string& subject,
                                          const PageRequest& page);

StatusOr<AuditHead> GetAuditHead(Database& database);

// Checks the last records of the chain.
Status CheckAuditTail(Database& database);

}  // namespace dm::sql
