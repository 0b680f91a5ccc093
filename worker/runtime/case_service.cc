#include "worker/runtime/case_service.h"

namespace dm {

StatusOr<CaseRecord> CaseService::GetCase(const CallContext& context, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(CaseRecord record, store_.GetCase(case_id));
  DM_RETURN_IF_ERROR(store_.AppendAudit({.actor_kind = ActorKind::kPerson,
                                         .actor = context.caller,
                                         .mandate = "",
                                         .action = "case_read",
                                         .subject = case_id.value(),
                                         .detail = "",
                                         .request_sha256 = ""},
                                        clock_.Now()));
  return record;
}

StatusOr<CaseRecord> CaseService::GetByApplication(const CallContext& context,
                                                   const ApplicationId& application) {
  DM_ASSIGN_OR_RETURN(const std::optional<CaseId> id, store_.FindCase(application));
  if (!id.has_value()) return NotFound("no case has this application id");
  return GetCase(context, *id);
}

StatusOr<Page<CaseSummary>> CaseService::ListCases(const CallContext&,
                                                   const CaseFilter& filter,
                                                   const PageRequest& page) {
  return store_.ListCases(filter, page);
}

}  // namespace dm
