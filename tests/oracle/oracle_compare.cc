// oracle_compare: millions of generated households through the product and the second computation.
// Exit code 1 where they differ.
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "tests/oracle/compare.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/runs.h"
#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/backtest/generator.h"
#include "worker/core/instant.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

struct Options {
  std::uint64_t count = 100'000;
  std::uint64_t first = 0;
  std::uint64_t seed = 1;
  std::vector<std::string> runs;
  std::string policies = "policies";
  std::string write;
  int show = 10;
};

struct Tally {
  std::uint64_t determined = 0;
  std::uint64_t differing = 0;
  std::map<std::string, std::uint64_t> kinds;  // the word before the colon
};

void Report(const Options& options,
            const oracle::Setting& run,
            std::uint64_t number,
            const CaseInput& input,
            const std::vector<std::string>& lines,
            Tally* tally) {
  ++tally->differing;
  for (const std::string& line : lines) ++tally->kinds[line.substr(0, line.find(':'))];
  if (tally->differing > static_cast<std::uint64_t>(options.show)) return;
  for (const std::string& line : lines) {
    std::cout << "  " << run.mix.month.ToString() << " household " << number << ": " << line
              << '\n';
  }
  if (options.write.empty()) return;
  const auto json = codec::ToJson(input);
  if (json.ok()) {
    std::ofstream(options.write + "/" + run.name + "-" + std::to_string(number) + ".json")
        << *json << '\n';
  }
}

// False when a household differs.
bool Compare(const Options& options, oracle::Setting run, const PolicySet& policy) {
  run.mix.seed = options.seed;
  const auto months = static_cast<std::uint64_t>(run.to - run.from + 1);
  Tally tally;
  for (std::uint64_t i = options.first; i < options.first + options.count; ++i) {
    run.mix.month = run.from.PlusMonths(static_cast<int>(i % months));
    const CaseInput input = backtest::GenerateHousehold(run.mix, i);
    const oracle::Result expected = oracle::Compute(input, run.choices);
    if (expected.determined()) ++tally.determined;
    const auto lines = oracle::Differences(expected, Assess(input, policy));
    if (!lines.empty()) Report(options, run, i, input, lines, &tally);
  }
  std::cout << run.name << ": seed " << options.seed << ", households " << options.first << " to "
            << options.first + options.count - 1 << " of " << run.from.ToString() << " to "
            << run.to.ToString() << ", " << tally.determined << " with a result, "
            << tally.differing << " on which the two computations differ" << std::endl;
  for (const auto& [kind, count] : tally.kinds) std::cout << "  " << kind << ": " << count << '\n';
  return tally.differing == 0;
}

int RunAll(const Options& options) {
  bool same = true;
  for (oracle::Setting& run : oracle::AllRuns()) {
    const bool wanted =
        options.runs.empty() ||
        std::find(options.runs.begin(), options.runs.end(), run.name) != options.runs.end();
    if (!wanted) continue;
    const PolicyLoad load = LoadPolicies(options.policies, run.municipality);
    for (const PolicyError& error : load.errors) std::cerr << error.ToString() << '\n';
    if (load.set == nullptr) return 2;
    golden::OverriddenPolicy policy(load.set);
    for (const auto& [id, value] : run.overrides) policy.With(id, value);
    same = Compare(options, run, policy) && same;
  }
  return same ? 0 : 1;
}

}  // namespace
}  // namespace dm

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  if (const dm::Status zone = dm::LoadSwedishTime(); !zone.ok()) return 2;
  dm::Options options;
  std::vector<std::string> names;
  for (const dm::oracle::Setting& run : dm::oracle::AllRuns()) names.push_back(run.name);
  CLI::App app{"Compares the assessment with the second computation over generated households"};
  app.add_option("runs", options.runs, "runs of runs.cc by name; all of them when none is named")
      ->check(CLI::IsMember(names));
  app.add_option("--count", options.count, "households of each run")->capture_default_str();
  app.add_option("--first", options.first, "number of the first one")->capture_default_str();
  app.add_option("--seed", options.seed, "seed of the stream")->capture_default_str();
  app.add_option("--policies", options.policies, "the policies folder")->capture_default_str();
  app.add_option("--show", options.show, "differing households to print")->capture_default_str();
  app.add_option("--write", options.write, "folder for the case files of those shown");
  CLI11_PARSE(app, argc, argv);
  return dm::RunAll(options);
}
