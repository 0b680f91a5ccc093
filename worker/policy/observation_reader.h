// Reads policies/tables/observations.yaml, and checks that it and the program's list of codes name
// the same things.
#pragma once

#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/yaml_map.h"

namespace dm::policy {

void ReadObservations(YamlMap& map, FileErrors& errors, PolicyData& data);

// Of the whole set: each code of the program has an entry on every day, each entry is of a code of
// the program, and leads to gates and triggers that exist.
void CheckObservations(const PolicyData& data, std::vector<PolicyError>* errors);

}  // namespace dm::policy
