// What a caller is told of a case or an item that is not there, or that they may not know of: one
// text for both, so that nobody learns from it which of the two it is (reliability I14).
#pragma once

#include "worker/core/status.h"

namespace dm {

Status NoSuchCase();         // NotFound CASE_NOT_FOUND
Status NoSuchApplication();  // the same of the case system's id of the application
Status NoSuchEscalation();   // NotFound ESCALATION_NOT_FOUND

}  // namespace dm
