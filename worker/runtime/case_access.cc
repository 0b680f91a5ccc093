#include "worker/runtime/case_access.h"

namespace dm {

Status NoSuchCase() {
  return MakeStatus(StatusCode::kNotFound,
                    "no such case",
                    {.reason = "CASE_NOT_FOUND",
                     .field = "case_id",
                     .remedy = "check the id; ListCases shows the cases that you may see"});
}

StatusOr<CaseRecord> FindVisibleCase(Store& store,
                                     const CallContext& context,
                                     const CaseId& case_id) {
  StatusOr<CaseRecord> found = store.GetCase(case_id);
  if (found.status().code() == StatusCode::kNotFound) return NoSuchCase();
  DM_RETURN_IF_ERROR(found.status());
  if (IsRestricted(*found) && !context.cleared) return NoSuchCase();
  return found;
}

}  // namespace dm
