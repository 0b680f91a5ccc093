// History: one run of a municipality's evening, from its seed: workers, people, registers and
// receiver under faults, then peace, then the invariants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/households.h"
#include "tests/sim/world.h"

namespace dm::sim {

struct HistoryOptions {
  std::uint64_t seed = 1;
  std::optional<Fault> only;  // that fault alone
  std::optional<Fault> without;
  bool faults = true;
  Planted planted = Planted::kNone;
  bool print = false;  // what happens, as it happens
};

struct HistoryResult {
  std::vector<Violation> violations;
  std::uint64_t trace = 0;
  int bites = 0;  // of a planted bug
  Reach reach;
};

// `database` is empty before and after.
HistoryResult RunHistory(const HistoryOptions& options,
                         const Shipped& shipped,
                         SimDatabase& database);

}  // namespace dm::sim
