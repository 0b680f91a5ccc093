// Reads a municipality's routing.yaml: which queues its gates and triggers lead to, its own
// targets, queues that it has merged into others, and the route reasons that it has switched off.
// Only what the national tables leave open may be chosen; the file may be absent.
#pragma once

#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/yaml_tree.h"

namespace dm::policy {

void ReadRouting(const YamlNode& root, FileErrors& errors, PolicyData& data);

// Checks the choices against the whole set and carries them out.
void ApplyRouting(PolicyData& data, std::vector<PolicyError>* errors);

}  // namespace dm::policy
