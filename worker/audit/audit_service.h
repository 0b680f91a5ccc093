// AuditService: the audit chain for auditors.
#pragma once

#include <string>

#include "worker/ports/audit_api.h"
#include "worker/ports/clock.h"

namespace dm::audit {

class AuditService final : public AuditApi {
 public:
  AuditService(Store& store, const Clock& clock, std::string municipality)
      : store_(store), clock_(clock), municipality_(std::move(municipality)) {}

  StatusOr<AuditPart> Read(const CallContext& context, const AuditRange& range) override;
  StatusOr<AuditCheckpoint> Head(const CallContext& context) override;

 private:
  // Before the data leave.
  Status RecordRead(const CallContext& context, const AuditRange& range);

  Store& store_;
  const Clock& clock_;
  const std::string municipality_;
};

}  // namespace dm::audit
