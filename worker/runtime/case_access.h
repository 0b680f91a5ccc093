// Which cases a caller may see (reliability I14).
#pragma once

#include "worker/ports/api.h"

namespace dm {

// NotFound CASE_NOT_FOUND, in the same words for a case that is not there and for one that the
// caller may not see.
Status NoSuchCase();

// The case, as far as the caller may see it. Records nothing: the caller of this does.
StatusOr<CaseRecord> FindVisibleCase(Store& store,
                                     const CallContext& context,
                                     const CaseId& case_id);

}  // namespace dm
