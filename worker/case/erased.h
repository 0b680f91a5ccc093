// What is answered of a case whose file was erased when its time was over.
#pragma once

#include "worker/core/status.h"

namespace dm {

// The id of a case tells of nobody, and nothing is left to guard: it may be said to whoever asks.
inline Status CaseErased() {
  return MakeStatus(StatusCode::kNotFound,
                    "the case was erased under retention",
                    {.reason = "CASE_ERASED",
                     .field = "case_id",
                     .remedy = "Nothing of it can be read any more; the audit chain says when and "
                               "under which rule it was erased."});
}

}  // namespace dm
