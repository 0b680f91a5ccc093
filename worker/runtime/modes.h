// What operators see and set of a typfall.
#pragma once

#include <string>

#include "worker/case/control.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"

namespace dm {

// NotFound TYPFALL_UNKNOWN.
StatusOr<const TypfallPolicy*> FindTypfall(const PolicySet& policy, const std::string& code);

TypfallStatus TypfallStatusOf(const TypfallPolicy& typfall, const Control& control);

}  // namespace dm
