// AuditStore: the audit chain. What changes a case is recorded with the change (CaseChange); the
// rest is here. Part of Store; conformance in tests/integration/store.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/page.h"

namespace dm {

class AuditStore {
 public:
  virtual ~AuditStore() = default;

  // Appends a record that stands alone (a question sent to a register, a read of person data).
  virtual Status AppendAudit(const AuditEvent& event, Instant now) = 0;

  // Up to `limit` (1 to 1 000) records from `from_sequence` (at least 1) on, checked against each
  // other and against the record before them. DataLoss AUDIT_CHAIN_BROKEN where the chain does not
  // hold.
  virtual StatusOr<std::vector<AuditRecord>> ReadAudit(std::int64_t from_sequence, int limit) = 0;

  // Records about `subject`, the newest first. Each record's own hash is checked: DataLoss
  // AUDIT_CHAIN_BROKEN.
  virtual StatusOr<Page<AuditRecord>> ListAudit(const std::string& subject,
                                                const PageRequest& page) = 0;

  // The last record: its number and hash. Number 0 and 64 zeros before the first.
  virtual StatusOr<AuditHead> GetAuditHead() = 0;
};

}  // namespace dm
