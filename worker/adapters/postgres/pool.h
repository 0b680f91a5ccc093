// Pool: a bounded number of connections, made when they are first needed and made anew when they
// are lost. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "worker/adapters/postgres/connection.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::postgres {

// Opens a connection and sees that its database is still the one that the store was opened with.
using Connect = std::function<StatusOr<std::unique_ptr<Connection>>()>;

class Pool {
 public:
  Pool(Connect connect, int size) : connect_(std::move(connect)), free_(size) {}

  // Runs `use` on a connection, waiting while all are in use. A connection that turns out to be
  // lost is replaced and `use` run again, a few times: it must be able to run more than once.
  Status Do(const std::function<Status(Connection&)>& use);

 private:
  // One that is idle, or null where a new one may be made.
  std::unique_ptr<Connection> Take();
  void GiveBack(std::unique_ptr<Connection> connection);

  const Connect connect_;
  Mutex mutex_;
  CondVar changed_;
  int free_ DM_GUARDED_BY(mutex_);  // how many more may be in use
  std::vector<std::unique_ptr<Connection>> idle_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::postgres
