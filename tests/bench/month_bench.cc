// month_bench: a month of invented households from a snapshot (or JSON lines), decided anew with
// every row kept and compared with what was stored; and under two sets, with a diff by row. One
// thread. Prints one JSON line for tests/bench/run.
#include <time.h>

#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "worker/backtest/comparison.h"
#include "worker/backtest/report_view.h"
#include "worker/cli/case_stream.h"
#include "worker/core/instant.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

// Seconds that this thread has worked: neighbours on the machine take none of them.
double WorkedSeconds() {
  timespec worked{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &worked);
  return static_cast<double>(worked.tv_sec) + static_cast<double>(worked.tv_nsec) / 1e9;
}

struct Options {
  std::string file;
  std::string policies;
  std::string other;
  std::string municipality;
};

int Fail(const std::string& message) {
  std::cerr << "month_bench: " << message << '\n';
  return 1;
}

struct Pass {
  std::int64_t cases = 0;
  double seconds = 0;
};

// Gives each case of the file to `work`; the time is that of reading and work.
StatusOr<Pass> Measure(const std::string& path,
                       const std::function<Status(std::int64_t, cli::StoredCase*)>& work) {
  const double began = WorkedSeconds();
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<cli::CaseStream> cases, cli::CasesInFile(path));
  Pass pass;
  for (;; ++pass.cases) {
    DM_ASSIGN_OR_RETURN(cli::StoredCase* const one, cases->Next());
    if (one == nullptr) break;
    DM_RETURN_IF_ERROR(work(pass.cases + 1, one));
  }
  pass.seconds = WorkedSeconds() - began;
  return pass;
}

std::shared_ptr<const PolicySet> Load(const std::string& root, const std::string& municipality) {
  const PolicyLoad load = LoadPolicies(root, municipality);
  for (const PolicyError& error : load.errors) std::cerr << error.ToString() << '\n';
  return load.set;
}

StatusOr<Pass> Read(const Options& options) {
  return Measure(options.file, [](std::int64_t, cli::StoredCase*) { return OkStatus(); });
}

// Every case must come out as it was stored: the figure is of a right answer or of none.
StatusOr<Pass> Redecide(const Options& options, const PolicySet& policy) {
  backtest::Comparison comparison;
  backtest::Redecider rules(policy);
  DM_ASSIGN_OR_RETURN(const Pass pass,
                      Measure(options.file, [&](std::int64_t number, cli::StoredCase* one) {
                        if (!one->stored) return FailedPrecondition("nothing is stored");
                        const backtest::Ruling now = rules.Decide(&one->input);
                        comparison.Add(number, one->input, *one->stored, now);
                        return OkStatus();
                      }));
  if (comparison.unchanged != pass.cases) return DataLoss("a case came out otherwise than stored");
  return pass;
}

StatusOr<Pass> TwoSets(const Options& options, const PolicySet& before, const PolicySet& after) {
  backtest::Comparison comparison;
  backtest::Redecider old_rules(before);
  backtest::Redecider new_rules(after);
  DM_ASSIGN_OR_RETURN(const Pass pass,
                      Measure(options.file, [&](std::int64_t number, cli::StoredCase* one) {
                        const backtest::Ruling was = old_rules.Decide(&one->input);
                        comparison.Add(number, one->input, was, new_rules.Decide(&one->input));
                        return OkStatus();
                      }));
  if (comparison.rows.empty()) return DataLoss("no row differs between the two sets");
  return pass;
}

int Run(const Options& options) {
  const auto policy = Load(options.policies, options.municipality);
  if (policy == nullptr) return Fail("the policies do not hold");
  nlohmann::json line;
  const auto put = [&line](const char* name, const StatusOr<Pass>& pass) {
    if (!pass.ok()) {
      std::cerr << "month_bench: " << name << ": " << MessageOf(pass.status()) << '\n';
      return false;
    }
    line["cases"] = pass->cases;
    line[name] = static_cast<double>(pass->cases) / pass->seconds;
    return true;
  };
  if (!put("read", Read(options)) || !put("redecide", Redecide(options, *policy))) return 1;
  if (!options.other.empty()) {
    const auto other = Load(options.other, options.municipality);
    if (other == nullptr) return Fail("the other policies do not hold");
    if (!put("two_sets", TwoSets(options, *policy, *other))) return 1;
  }
  std::cout << line << '\n';
  return 0;
}

}  // namespace
}  // namespace dm

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  if (const dm::Status zone = dm::LoadSwedishTime(); !zone.ok()) return 1;
  dm::Options options;
  CLI::App app{"Measures a month of cases decided anew"};
  app.add_option("file", options.file, "snapshot or JSON lines with what was decided")->required();
  app.add_option("--policies", options.policies, "the policies folder that decided")->required();
  app.add_option("--other", options.other, "a changed policies folder to compare with");
  app.add_option("--municipality", options.municipality, "folder under policies/municipality")
      ->required();
  CLI11_PARSE(app, argc, argv);
  return dm::Run(options);
}
