// Which cases a caller may see (reliability I14).
#pragma once

#include "worker/case/not_found.h"
#include "worker/ports/api.h"
#include "worker/ports/store.h"

namespace dm {

// Who may see it now: by AccessOf and, as long as it is not assessed, by the household's other
// cases. Before that nobody knows what the registers say of who lives there (casework.md 24, 13).
StatusOr<AccessClass> AccessNow(Store& store, const CaseRecord& record);

// The case, as far as the caller may see it; NotFound CASE_NOT_FOUND otherwise. Records nothing:
// the caller of this does.
inline StatusOr<CaseRecord> FindVisibleCase(Store& store,
                                            const CallContext& context,
                                            const CaseId& case_id) {
  StatusOr<CaseRecord> found = store.GetCase(case_id);
  if (found.status().code() == StatusCode::kNotFound) return NoSuchCase();
  DM_RETURN_IF_ERROR(found.status());
  DM_ASSIGN_OR_RETURN(const AccessClass access, AccessNow(store, *found));
  if (!context.MaySee(access)) return NoSuchCase();
  return found;
}

// The case as it is to be answered to the caller: without an id, and with nothing else in it, where
// the caller may not see it.
StatusOr<CaseRecord> AsSeenBy(const CallContext& context, Store& store, CaseRecord record);

// The case, whoever asks: for the household's own words and wishes, which are taken whoever brings
// them. Nothing of it is to be answered to who may not see it.
inline StatusOr<CaseRecord> FindAnyCase(Store& store, const CaseId& case_id) {
  StatusOr<CaseRecord> found = store.GetCase(case_id);
  if (found.status().code() == StatusCode::kNotFound) return NoSuchCase();
  return found;
}

// The cases that fit, as if those that the caller may not see did not exist: a page is as long as
// asked for, is followed by another only where that shows something, and its token, which anyone
// can read, names its last case. Records nothing.
StatusOr<Page<CaseSummary>> ListVisibleCases(Store& store,
                                             const CallContext& context,
                                             const CaseFilter& filter,
                                             const PageRequest& page);

}  // namespace dm
