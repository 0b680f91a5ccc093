// Losses: the store becomes what it was some time ago: an older backup is put in its place (F17),
// or a standby takes over that had not got the last commits (F21). And what operators and the case
// system do then, as docs/operating says: a pause, everything submitted again, no more pause.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "tests/sim/people.h"
#include "tests/sim/process.h"

namespace dm::sim {

class Losses {
 public:
  Losses(const Surroundings& around,
         People& people,
         const std::vector<std::unique_ptr<Process>>& processes)
      : around_(around), world_(around.world), people_(people), processes_(processes) {}

  // At most one, before the faults end.
  void Begin();

 private:
  void Wait();
  void PutBackupBack();
  void FailOver();
  // Back to what was kept: what the ledger must know of it first, and what it counts on after.
  void GoBack();
  void Remember();
  void SubmitLost();

  const Surroundings& around_;
  World& world_;
  People& people_;
  const std::vector<std::unique_ptr<Process>>& processes_;
};

}  // namespace dm::sim
