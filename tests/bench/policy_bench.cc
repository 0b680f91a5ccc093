// What loading a policy set costs: reading, checking and compiling the shipped set, and the memory
// of ten years of sets. Arguments: the policies folder. Prints one JSON object.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "worker/policy/policy_loader.h"

namespace {

constexpr char kMunicipality[] = "0000-exempelkommun";
constexpr int kYears = 10;
constexpr int kLoads = 5;

// Resident memory in KiB, as the kernel tells it.
std::int64_t ResidentKib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word != "VmRSS:") continue;
    std::int64_t kib = 0;
    status >> kib;
    return kib;
  }
  return 0;
}

int Refuse(const dm::PolicyLoad& load) {
  for (const dm::PolicyError& error : load.errors) std::cerr << error.ToString() << "\n";
  std::cerr << "policy_bench: error: the policies do not load\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: policy_bench POLICIES-FOLDER\n";
    return 2;
  }
  std::vector<double> taken;
  dm::PolicyLoad load;
  for (int i = 0; i < kLoads; ++i) {
    const auto start = std::chrono::steady_clock::now();
    load = dm::LoadPolicies(argv[1], kMunicipality);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    if (load.set == nullptr) return Refuse(load);
    taken.push_back(seconds.count());
  }
  std::sort(taken.begin(), taken.end());
  const std::string content = load.set->content();
  const auto lines = std::count(content.begin(), content.end(), '\n');
  // Ten sets at once, as a worker would hold that explains ten years of decisions.
  const std::int64_t before = ResidentKib();
  std::vector<std::shared_ptr<const dm::PolicySet>> years;
  for (int year = 0; year < kYears; ++year) {
    const dm::PolicyLoad one = dm::LoadPolicyContent(content);
    if (one.set == nullptr) return Refuse(one);
    years.push_back(one.set);
  }
  std::cout << nlohmann::json{{"lines", lines},
                              {"load_s", taken[taken.size() / 2]},
                              {"years", kYears},
                              {"resident_kib", ResidentKib()},
                              {"more_kib", ResidentKib() - before}}
                   .dump()
            << "\n";
  return 0;
}
