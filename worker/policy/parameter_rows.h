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

// The grade and the sources of a part of `version`: its own, or the version's. A version that has
// none is told of once, not again in every row.
std::string PartGrade(YamlMap& part, ParameterVersion& version);
std::vector<std::string> PartSources(YamlMap& part,
                                     const ParameterVersion& version,
                                     PolicyData& data);

// Stands for a grade or a source of a version that has been told of.
inline constexpr char kToldOf = '?';

// Reads `rows` or `rows_file` (exactly one) and `beyond` of one version. `version` has its
// validity, sources and grade already.
void ReadParameterRows(YamlMap& map,
                       const Parameter& parameter,
                       const PolicyFiles& files,
                       ParameterVersion& version,
                       PolicyData& data);

}  // namespace dm::policy
