// The audit chain for who asks over the interface; implemented in worker/audit.
#pragma once

#include <cstdint>
#include <vector>

#include "worker/case/audit_checkpoint.h"
#include "worker/case/audit_record.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"

namespace dm {

struct AuditRange {
  std::int64_t from = 1;
  std::int64_t to = 0;  // the last one that is wanted; 0: up to the end as it is at the call
  int limit = 200;      // 1 to 1 000
};

struct AuditPart {
  std::vector<AuditRecord> records;
  std::int64_t next = 0;  // where the next part begins; 0: there are no more
};

class AuditApi {
 public:
  virtual ~AuditApi() = default;

  // Records in order, checked as they are read; DataLoss AUDIT_CHAIN_BROKEN names the first that
  // does not hold. The read is recorded before it is answered, at the end of the chain.
  virtual StatusOr<AuditPart> Read(const CallContext& context, const AuditRange& range) = 0;

  // The end of the chain now.
  virtual StatusOr<AuditCheckpoint> Head(const CallContext& context) = 0;
};

}  // namespace dm
