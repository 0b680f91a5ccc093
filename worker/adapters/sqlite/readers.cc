#include "worker/adapters/sqlite/readers.h"

#include <chrono>
#include <utility>

namespace dm::sqlite {

std::unique_ptr<Database> Readers::Take() {
  const MutexLock lock(mutex_);
  while (idle_.empty()) free_.WaitFor(mutex_, std::chrono::milliseconds(100));
  std::unique_ptr<Database> database = std::move(idle_.back());
  idle_.pop_back();
  return database;
}

void Readers::GiveBack(std::unique_ptr<Database> database) {
  const MutexLock lock(mutex_);
  idle_.push_back(std::move(database));
  free_.NotifyOne();
}

}  // namespace dm::sqlite
