// Compiles every calculation of a set whose files have been read and checked.
#pragma once

#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

// Fills data.programs. A calculation that breaks a rule, or that does not hold on every day of the
// set, is an error.
void CompileCalculations(PolicyData& data, std::vector<PolicyError>* errors);

}  // namespace dm::policy
