#include <cstdlib>
#include <iostream>
#include <map>

#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "worker/policy/policy_loader.h"

namespace dm::golden {

std::string ShippedFolder() {
  return std::string(DM_SOURCE_DIR) + "/policies";
}

std::shared_ptr<const PolicySet> ShippedPolicies(const std::string& municipality) {
  static std::map<std::string, std::shared_ptr<const PolicySet>> sets;
  std::shared_ptr<const PolicySet>& set = sets[municipality];
  if (set == nullptr) {
    const PolicyLoad load = LoadPolicies(ShippedFolder(), municipality);
    for (const PolicyError& error : load.errors) std::cerr << error.ToString() << "\n";
    if (load.set == nullptr) std::abort();
    set = load.set;
  }
  return set;
}

std::vector<std::string> FindGoldenCases() {
  return FindGoldenCases(ShippedFolder());
}

StatusOr<GoldenCase> ReadGoldenCase(const std::string& path) {
  return ReadGoldenCase(ShippedFolder(), path);
}

Expectation RunGoldenCase(const GoldenCase& golden) {
  return RunGoldenCase(golden, ShippedPolicies(golden.municipality));
}

}  // namespace dm::golden
