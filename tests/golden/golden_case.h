// The golden cases of this repository's own policies folder.
#pragma once

#include <string>
#include <vector>

#include "worker/golden/golden_case.h"

namespace dm::golden {

// The policies folder of this repository.
std::string ShippedFolder();

// Every golden case of it, by path, and one of them.
std::vector<std::string> FindGoldenCases();
StatusOr<GoldenCase> ReadGoldenCase(const std::string& path);
// What the case gives under the shipped policies of its municipality.
Expectation RunGoldenCase(const GoldenCase& golden);

}  // namespace dm::golden
