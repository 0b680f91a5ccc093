// GroupJob: one caller's change while it waits for, and shares, a commit; and how those that share
// one are carried out with the fewest statements.
#pragma once

#include <semaphore.h>

#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/adapters/sql/engine.h"
#include "worker/core/status.h"

namespace dm::sql {

// POSIX's: what waits sleeps at once. libstdc++'s std::binary_semaphore first yields some times,
// which hundreds that wait for one disk cannot afford.
class Turn {
 public:
  Turn() { sem_init(&semaphore_, 0, 0); }

  ~Turn() { sem_destroy(&semaphore_); }

  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  Turn(Turn&&) = delete;
  Turn& operator=(Turn&&) = delete;

  void Give() { sem_post(&semaphore_); }

  void WaitFor() {
    while (sem_wait(&semaphore_) != 0) continue;  // A signal came between.
  }

 private:
  sem_t semaphore_ = {};
};

// Exactly one of the three is set.
struct GroupJob {
  const Change* change = nullptr;
  ApplyCall* apply = nullptr;
  ClaimCall* claim = nullptr;
  Status status;
  bool done = false;
  // Given when the job is done, or when it is its caller's turn to carry out the next group.
  Turn turn;
};

enum class Together {
  kDone,      // each job's own status stands
  kOneByOne,  // one failed after it had changed something: roll all back, run them one by one
};

// Carries `jobs` out in the transaction that `database` is in. No job sees half of another. A
// status: of the database itself, nobody's answer stands.
StatusOr<Together> RunTogether(Database& database, const std::vector<GroupJob*>& jobs);

// The same of one job alone; its own status.
Status RunAlone(Database& database, GroupJob& job);

}  // namespace dm::sql
