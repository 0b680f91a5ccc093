// Runs: many histories, in this process or spread over several, with what came of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/history.h"

namespace dm::sim {

struct RunOptions {
  std::string policies;
  std::uint64_t seed = 1;  // of the first history; the next ones follow
  int histories = 1;
  int jobs = 1;
  HistoryOptions history;  // its seed is not read
  int failures_max = 5;    // then the run ends
};

struct FailedHistory {
  std::uint64_t seed = 0;
  std::vector<Violation> violations;
};

struct RunResult {
  int histories = 0;
  int run_twice = 0;
  int bites = 0;
  std::vector<FailedHistory> failed;
  std::vector<std::uint64_t> unsteady;  // seeds whose second run was another history
  Reach reach;
};

// One in this many histories is run twice and must give the same trace.
inline constexpr int kTwiceEvery = 100;

// A status when nothing could be run at all, or a part of the run died: what it had in hand is in
// the message.
StatusOr<RunResult> RunHistories(const RunOptions& options);

}  // namespace dm::sim
