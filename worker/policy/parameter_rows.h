// The rows of a table parameter: inline in YAML or, one a line, in a CSV file beside it.
#pragma once

#include <string>
#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/yaml_map.h"

namespace dm::policy {

// Column names that a key may not have, because rows use them for themselves.
bool IsReservedRowKey(std::string_view name);

// Reads `rows` or `rows_file` (exactly one) and `beyond` of one version. `version` has its
// validity, sources and grade already.
void ReadParameterRows(YamlMap& map,
                       const Parameter& parameter,
                       const PolicyFiles& files,
                       ParameterVersion& version,
                       PolicyData& data);

}  // namespace dm::policy
