// Reads scenario files (YAML; README.md has the format with a complete example).
#pragma once

#include <string>
#include <vector>

#include "connectors/sim/scenario.h"
#include "worker/core/status.h"

namespace dm::sim {

// One scenario from YAML text; `file` names it in errors. Invalid argument lists up to twenty
// problems, one a line, each with file, line and path, never a value.
StatusOr<Scenario> ParseScenario(const std::string& yaml, const std::string& file);

// Files, or directories whose *.yaml files are taken in the order of their names. A person may
// stand in one file only, defaults in one file only. Not found when a path does not exist or a
// directory has no *.yaml.
//
// A file of `indexed_from` bytes or more is only indexed; its persons are read, and their mistakes
// found, when they are asked about (archive.h).
StatusOr<Scenario> LoadScenarios(const std::vector<std::string>& paths,
                                 std::uint64_t indexed_from = kIndexedBytesMin);

}  // namespace dm::sim
