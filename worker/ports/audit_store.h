// What the store tells of the audit chain by subject. The chain itself is read and checked by
// Store::ReadAudit.
#pragma once

#include <string>

#include "worker/case/audit_record.h"
#include "worker/core/status.h"
#include "worker/ports/page.h"

namespace dm {

class AuditStore {
 public:
  virtual ~AuditStore() = default;

  // The newest first. Each record's own hash is checked: DataLoss, reason AUDIT_CHAIN_BROKEN.
  virtual StatusOr<Page<AuditRecord>> ListAudit(const std::string& subject,
                                                const PageRequest& page) = 0;
};

}  // namespace dm
