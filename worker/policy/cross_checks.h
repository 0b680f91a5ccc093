// Cross checks: what only the whole set can show: references, dates without holes, what a
// municipality may set, what it must.
#pragma once

#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

void CheckWholeSet(PolicyData& data, std::vector<PolicyError>* errors);

}  // namespace dm::policy
