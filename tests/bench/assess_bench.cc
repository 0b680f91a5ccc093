// assess_bench: how often a second one thread can assess and decide a case, and how often it can
// decode the same case from JSON, the reference beside it. Prints one JSON line for
// tests/bench/run.
#include <chrono>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <variant>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/core/instant.h"
#include "worker/decision/decide.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::string file;
  std::string policies;
  std::string municipality;
  double seconds = 1.0;
};

int Fail(const std::string& message) {
  std::cerr << "assess_bench: " << message << '\n';
  return 1;
}

// Runs `work` for about `seconds`, after a tenth of that unmeasured.
double PerSecond(double seconds, const std::function<void()>& work) {
  const auto run = [&work](double wanted) {
    const auto began = Clock::now();
    std::int64_t count = 0;
    std::chrono::duration<double> passed{0};
    while (passed.count() < wanted) {
      work();
      ++count;
      passed = Clock::now() - began;
    }
    return static_cast<double>(count) / passed.count();
  };
  run(seconds / 10);
  return run(seconds);
}

DecisionInput ForDecision(const CaseInput& input, const Assessment& assessment) {
  return {.case_id = CaseId::FromTrusted("BENCH"),
          .application = input.application,
          .assessment = assessment,
          .control = {},
          .history = input.history,
          .now = input.assessed_at,
          .today = input.assessed_on,
          .has_earlier_decision = false};
}

int Run(const Options& options) {
  std::ifstream file(options.file);
  std::stringstream text;
  text << file.rdbuf();
  const std::string json = text.str();
  const StatusOr<CaseInput> input = codec::CaseInputFromJson(json);
  if (!input.ok()) return Fail(MessageOf(input.status()));
  const PolicyLoad load = LoadPolicies(options.policies, options.municipality);
  for (const PolicyError& error : load.errors) std::cerr << error.ToString() << '\n';
  if (load.set == nullptr) return Fail("the policies do not hold");

  // A case that takes the long way: anything but an approval leaves work out.
  const DecisionOutcome outcome = Decide(ForDecision(*input, Assess(*input, *load.set)), *load.set);
  if (!std::holds_alternative<FullApproval>(outcome)) return Fail("the case is not approved");

  const double decode = PerSecond(options.seconds, [&json] {
    if (!codec::CaseInputFromJson(json).ok()) std::abort();
  });
  const double assess = PerSecond(options.seconds, [&input, &load] {
    const Assessment assessment = Assess(*input, *load.set);
    if (Decide(ForDecision(*input, assessment), *load.set).valueless_by_exception()) std::abort();
  });
  std::cout << nlohmann::json{{"assess_and_decide", assess}, {"decode", decode}} << '\n';
  return 0;
}

}  // namespace
}  // namespace dm

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  if (const dm::Status zone = dm::LoadSwedishTime(); !zone.ok()) return 1;
  dm::Options options;
  CLI::App app{"Measures the pure steps on one case that is approved"};
  app.add_option("file", options.file, "case file with evidence")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--policies", options.policies, "the policies folder")->required();
  app.add_option("--municipality", options.municipality, "folder under policies/municipality")
      ->required();
  app.add_option("--seconds", options.seconds, "length of each measurement")
      ->check(CLI::Range(0.01, 60.0))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return dm::Run(options);
}
