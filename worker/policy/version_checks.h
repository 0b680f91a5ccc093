// What a version of a parameter must keep beside its own form: begin and end where a month does,
// and be approved where the municipality says that its set is.
#pragma once

#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

void CheckVersions(const PolicyData& data, std::vector<PolicyError>* errors);

}  // namespace dm::policy
