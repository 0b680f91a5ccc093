#include "worker/adapters/postgres/pool.h"

#include <chrono>
#include <thread>
#include <utility>

#include "worker/adapters/postgres/errors.h"

namespace dm::postgres {
namespace {

constexpr int kTriesMax = 4;
// Before each further try after a conflict or a connection that could not be made.
constexpr std::chrono::milliseconds kPause(20);

}  // namespace

std::unique_ptr<Connection> Pool::Take() {
  const MutexLock lock(mutex_);
  while (free_ == 0) changed_.WaitFor(mutex_, std::chrono::milliseconds(100));
  --free_;
  if (idle_.empty()) return nullptr;
  std::unique_ptr<Connection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void Pool::GiveBack(std::unique_ptr<Connection> connection) {
  const MutexLock lock(mutex_);
  ++free_;
  // After a server's restart all that are idle are lost, not this one alone.
  if (connection == nullptr || connection->lost()) idle_.clear();
  if (connection != nullptr && !connection->lost()) idle_.push_back(std::move(connection));
  changed_.NotifyOne();
}

Status Pool::Do(const std::function<Status(Connection&)>& use) {
  Status status = Unreachable();
  for (int i = 0; i < kTriesMax; ++i) {
    if (i > 0) std::this_thread::sleep_for(kPause * i);
    std::unique_ptr<Connection> connection = Take();
    status = OkStatus();
    if (connection == nullptr) {
      StatusOr<std::unique_ptr<Connection>> made = connect_();
      status = made.status();
      if (made.ok()) connection = *std::move(made);
    }
    if (status.ok()) status = use(*connection);
    const bool again = IsConflict(status) || IsConnectionLost(status);
    GiveBack(std::move(connection));
    if (!again) return status;
  }
  return status;
}

}  // namespace dm::postgres
