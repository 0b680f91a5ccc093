// RequireActor: who answers for what an operator changes.
#pragma once

#include <string>

#include "worker/core/status.h"

namespace dm {

// FIELD_INVALID unless `actor` has 1 to 64 characters.
Status RequireActor(const std::string& actor);

}  // namespace dm
