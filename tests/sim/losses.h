// Losses: the store becomes what it was some time ago: an older backup is put in its place (F17),
// or a standby takes over that had not got the last commits (F21). And what operators and the case
// system do then, as docs/operating/restore.md says: a restore is declared, everything is submitted
// again, the receiver is asked or returns a list, the restore is ended. Some declare late, or
// never; then the worker may notice by itself.
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
  void Pause();
  void Declare();
  // For ever: who sees that a restore is under way and that all has come in again ends it.
  void SeeToRestores();
  void TryToEnd(Store& store);
  // The receiver's list of all that it has.
  void TakeList(Store& store);

  const Surroundings& around_;
  World& world_;
  People& people_;
  const std::vector<std::unique_ptr<Process>>& processes_;
  bool brings_again_ = false;  // what is lost is being submitted
};

}  // namespace dm::sim
