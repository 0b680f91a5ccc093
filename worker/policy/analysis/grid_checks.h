// Checks the rows of every table and parameter of a set, and the parameters that their cells name.
#pragma once

#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

void CheckGrids(const PolicyData& data, std::vector<PolicyError>* errors);

}  // namespace dm::policy
