// Invariants: what must hold after a history, each a function over the store's content and what the
// world knows. Those that can only be seen at the moment of a change are the witness's and the
// receiver's (witness.h, receiver.h). To add one: a function, and its row in Invariants().
#pragma once

#include <string_view>
#include <vector>

#include "tests/sim/process.h"

namespace dm::sim {

// What an invariant is judged on: everything stands still.
struct Ended {
  World& world;
  const Ledger& ledger;
  const Shipped& shipped;
  Store& store;  // without faults
  std::string municipality;
  bool encrypted = false;
  std::vector<CaseRecord> cases = {};  // all of the store
};

// Fills `cases`.
void ReadCases(Ended& ended);

struct Invariant {
  std::string_view id;
  std::string_view says;
  void (*check)(const Ended& ended);
};

const std::vector<Invariant>& Invariants();

}  // namespace dm::sim
