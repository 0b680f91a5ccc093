// sim: runs the real worker through invented histories from a seed (README.md), checks the
// invariants after each and prints what was reached.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <CLI/CLI.hpp>

#include "tests/sim/runs.h"

namespace dm::sim {
namespace {

// From this many histories on, what was never reached is red.
constexpr int kReachFrom = 10'000;

struct Wishes {
  RunOptions run;
  std::string only;
  std::string without;
  std::string planted = "none";
  bool quiet = false;
};

std::string Again(const Wishes& wishes, std::uint64_t seed) {
  std::string command =
      "build/dev/bin/sim --seed " + std::to_string(seed) + " --histories 1 --trace";
  if (!wishes.only.empty()) command += " --faults " + wishes.only;
  if (!wishes.without.empty()) command += " --without " + wishes.without;
  if (wishes.planted != "none") command += " --planted " + wishes.planted;
  return command;
}

int Run(Wishes& wishes) {
  const auto bug = PlantedOf(wishes.planted);
  if (!bug) {
    std::fprintf(stderr, "sim: no planted bug is called %s; there are:\n", wishes.planted.c_str());
    for (const PlantedInfo& info : kPlanted)
      std::fprintf(stderr, "  %s\n", std::string(info.name).c_str());
    return 2;
  }
  wishes.run.history.planted = *bug;
  if (wishes.only == "none") {
    wishes.run.history.faults = false;
  } else if (!wishes.only.empty()) {
    wishes.run.history.only = FaultOf(wishes.only);
    if (!wishes.run.history.only) {
      std::fprintf(stderr, "sim: --faults is none or one of the table in faults.h, as F1\n");
      return 2;
    }
  }
  if (!wishes.without.empty()) {
    wishes.run.history.without = FaultOf(wishes.without);
    if (!wishes.run.history.without) {
      std::fprintf(stderr, "sim: --without is one of the table in faults.h, as F1\n");
      return 2;
    }
  }
  const auto began = std::chrono::steady_clock::now();
  const StatusOr<RunResult> result = RunHistories(wishes.run);
  if (!result.ok()) {
    std::fprintf(stderr, "sim: %s\n", MessageOf(result.status()).c_str());
    return 1;
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (!wishes.quiet) std::printf("%s\n", result->reach.Table().c_str());
  std::printf(
      "%d histories from seed %llu in %.1f s with %d jobs (%.1f ms each and job); %d run twice\n",
      result->histories,
      static_cast<unsigned long long>(wishes.run.seed),
      seconds,
      wishes.run.jobs,
      seconds * 1'000 * wishes.run.jobs / std::max(1, result->histories),
      result->run_twice);
  for (const FailedHistory& failed : result->failed) {
    for (const Violation& violation : failed.violations)
      std::printf("FAILED %s: %s\n", violation.invariant.c_str(), violation.what.c_str());
    std::printf("  again: %s\n", Again(wishes, failed.seed).c_str());
  }
  for (const std::uint64_t seed : result->unsteady)
    std::printf("UNSTEADY: two runs of a seed differ\n  again: %s\n", Again(wishes, seed).c_str());
  bool red = !result->failed.empty() || !result->unsteady.empty();
  const std::vector<std::string> missing = result->reach.Missing();
  for (const std::string& what : missing) std::printf("NEVER REACHED: %s\n", what.c_str());
  red = red || (result->histories >= kReachFrom && !missing.empty());
  std::printf("%s\n", red ? "RED" : "all invariants held");
  return red ? 1 : 0;
}

// A history takes and gives back memory a million times: the C library keeps more of it at hand
// when it is told so, which it is only at a start.
void TuneMemory(char** argv) {
  constexpr char kName[] = "GLIBC_TUNABLES";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing else runs yet.
  if (std::getenv(kName) != nullptr) return;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): as above.
  setenv(kName,
         "glibc.malloc.tcache_count=4000:glibc.malloc.trim_threshold=1073741824:"
         "glibc.malloc.mmap_threshold=1073741824",
         0);
  execv("/proc/self/exe", argv);  // Comes back only where that cannot be: slower, and no harm.
}

}  // namespace
}  // namespace dm::sim

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  dm::sim::TuneMemory(argv);
  dm::sim::Wishes wishes;
  wishes.run.policies = DM_SOURCE_DIR "/policies";
  CLI::App app{"Runs the worker through invented histories and checks the invariants"};
  app.add_option("--seed", wishes.run.seed, "seed of the first history");
  app.add_option("--histories", wishes.run.histories, "how many, with the seeds that follow")
      ->check(CLI::PositiveNumber);
  app.add_option("--jobs", wishes.run.jobs, "processes that share them")->check(CLI::Range(1, 64));
  app.add_option("--faults", wishes.only, "none, or one alone: F1 (default: each history draws)");
  app.add_option("--without", wishes.without, "a fault that no history has: F1");
  app.add_option("--planted", wishes.planted, "a planted bug");
  app.add_option("--policies", wishes.run.policies, "the policies folder");
  app.add_option("--stop-after", wishes.run.failures_max, "failed histories, in each job");
  app.add_flag("--trace", wishes.run.history.print, "print what happens");
  app.add_flag("--quiet", wishes.quiet, "no reach table");
  CLI11_PARSE(app, argc, argv);
  return dm::sim::Run(wishes);
}
