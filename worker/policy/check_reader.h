// Reads policies/tables/checks.yaml: the named checks of an application.
#pragma once

#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/yaml_map.h"

namespace dm::policy {

void ReadChecks(YamlMap& map, FileErrors& errors, PolicyData& data);

// Of the whole set: parameters, document kinds and observations that checks name exist. Then notes
// with each observation the checks that it says something about.
void TieChecks(PolicyData& data, std::vector<PolicyError>* errors);

}  // namespace dm::policy
