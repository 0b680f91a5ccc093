#include "worker/audit/audit_service.h"

#include <algorithm>
#include <utility>

namespace dm::audit {

StatusOr<AuditPart> AuditService::Read(const CallContext& context, const AuditRange& range) {
  DM_ASSIGN_OR_RETURN(const AuditHead head, store_.GetAuditHead());
  const std::int64_t to = range.to == 0 ? head.sequence : std::min(range.to, head.sequence);
  AuditPart part;
  if (range.from <= to) {
    const auto wanted = std::min<std::int64_t>(range.limit, to - range.from + 1);
    DM_ASSIGN_OR_RETURN(part.records, store_.ReadAudit(range.from, static_cast<int>(wanted)));
    if (range.from + wanted <= to) part.next = range.from + wanted;
  }
  DM_RETURN_IF_ERROR(RecordRead(context, range));
  return part;
}

StatusOr<AuditCheckpoint> AuditService::Head(const CallContext& /*context*/) {
  DM_ASSIGN_OR_RETURN(const AuditHead head, store_.GetAuditHead());
  return AuditCheckpoint{.municipality = municipality_,
                         .sequence = head.sequence,
                         .sha256 = head.sha256,
                         .at = clock_.Now()};
}

Status AuditService::RecordRead(const CallContext& context, const AuditRange& range) {
  return store_.AppendAudit(
      {.actor_kind = ActorKind::kPerson,
       .actor = context.person.empty() ? context.caller : context.person,
       .mandate = "",
       .action = "audit_read",
       .subject = "audit",
       .detail = "caller=" + context.caller + " from=" + std::to_string(range.from) +
                 " limit=" + std::to_string(range.limit),
       .request_sha256 = ""},
      clock_.Now());
}

}  // namespace dm::audit
