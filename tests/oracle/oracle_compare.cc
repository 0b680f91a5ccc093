// oracle_compare: millions of generated households through the product and the second computation.
// Exit code 1 where they differ.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "tests/oracle/compare.h"
#include "tests/oracle/oracle.h"
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
  std::string from = "2025-07";  // socialtjänstlagen (2025:400)
  int months = 18;
  std::string policies = "policies";
  std::string municipality = "0000-exempelkommun";
  std::string write;
  int show = 10;
  std::vector<std::string> shares;
};

struct Tally {
  std::uint64_t determined = 0;
  std::uint64_t differing = 0;
  std::map<std::string, std::uint64_t> kinds;  // the word before the colon
};

void Report(const Options& options,
            const backtest::GeneratorOptions& drawn,
            std::uint64_t number,
            const CaseInput& input,
            const std::vector<std::string>& lines,
            Tally* tally) {
  ++tally->differing;
  for (const std::string& line : lines) ++tally->kinds[line.substr(0, line.find(':'))];
  if (tally->differing > static_cast<std::uint64_t>(options.show)) return;
  for (const std::string& line : lines) {
    std::cout << drawn.month.ToString() << " seed " << drawn.seed << " household " << number << ": "
              << line << '\n';
  }
  if (options.write.empty()) return;
  const auto json = codec::ToJson(input);
  if (json.ok()) {
    std::ofstream(options.write + "/" + std::to_string(number) + ".json") << *json << '\n';
  }
}

int Compare(const Options& options, const PolicySet& policy) {
  backtest::GeneratorOptions drawn;
  drawn.seed = options.seed;
  for (const std::string& share : options.shares) {
    const std::size_t equals = share.find('=');
    if (equals == std::string::npos ||
        !backtest::SetKnob(share.substr(0, equals), std::atoi(share.c_str() + equals + 1), &drawn)
             .ok()) {
      std::cerr << "oracle_compare: --share is NAME=PERMILLE\n";
      return 2;
    }
  }
  const StatusOr<Month> from = Month::Parse(options.from);
  if (!from.ok()) return 2;
  Tally tally;
  for (std::uint64_t i = options.first; i < options.first + options.count; ++i) {
    drawn.month =
        from->PlusMonths(static_cast<int>(i % static_cast<std::uint64_t>(options.months)));
    const CaseInput input = backtest::GenerateHousehold(drawn, i);
    const oracle::Result expected = oracle::Compute(input);
    if (expected.determined()) ++tally.determined;
    const auto lines = oracle::Differences(expected, Assess(input, policy));
    if (!lines.empty()) Report(options, drawn, i, input, lines, &tally);
  }
  std::cout << options.count << " households, " << tally.determined << " with a result, "
            << tally.differing << " on which the two computations differ\n";
  for (const auto& [kind, count] : tally.kinds) std::cout << "  " << kind << ": " << count << '\n';
  return tally.differing == 0 ? 0 : 1;
}

int Run(const Options& options) {
  const PolicyLoad load = LoadPolicies(options.policies, options.municipality);
  for (const PolicyError& error : load.errors) std::cerr << error.ToString() << '\n';
  if (load.set == nullptr) return 2;
  return Compare(options, *load.set);
}

}  // namespace
}  // namespace dm

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  if (const dm::Status zone = dm::LoadSwedishTime(); !zone.ok()) return 2;
  dm::Options options;
  CLI::App app{"Compares the assessment with the second computation over generated households"};
  app.add_option("--count", options.count, "households")->capture_default_str();
  app.add_option("--first", options.first, "number of the first one")->capture_default_str();
  app.add_option("--seed", options.seed, "seed of the stream")->capture_default_str();
  app.add_option("--from", options.from, "first month")->capture_default_str();
  app.add_option("--months", options.months, "months taken in turn")
      ->check(CLI::Range(1, 240))
      ->capture_default_str();
  app.add_option("--policies", options.policies, "the policies folder")->capture_default_str();
  app.add_option("--municipality", options.municipality, "folder under policies/municipality")
      ->capture_default_str();
  app.add_option("--share", options.shares, "a share of the mix, NAME=PERMILLE");
  app.add_option("--show", options.show, "differing households to print")->capture_default_str();
  app.add_option("--write", options.write, "folder for the case files of those shown");
  CLI11_PARSE(app, argc, argv);
  return dm::Run(options);
}
