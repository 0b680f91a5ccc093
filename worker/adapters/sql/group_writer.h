// GroupWriter: changes that wait at the same time share a commit: each is whole or not at all by
// itself, and all become durable together. How a group is carried out is the database's.
// Thread-safe.
#pragma once

#include <vector>

#include "worker/adapters/sql/engine.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::sql {

class GroupWriter {
 public:
  GroupWriter() = default;
  virtual ~GroupWriter() = default;
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;
  GroupWriter(GroupWriter&&) = delete;
  GroupWriter& operator=(GroupWriter&&) = delete;

  // Runs `change` and makes it durable before it returns OK. STORE_BROKEN once the outcome of a
  // commit can never be known or damage was seen: whatever is tried after that changes nothing.
  Status Write(const Change& change);

  // From now on every write answers STORE_BROKEN with this cause; for damage that a reader saw.
  void MarkBroken(const Status& cause);

 protected:
  struct Job {
    const Change* change;
    Status status;
    bool done = false;
  };

  // Carries all out and commits, one thread at a time. OK: each job's status stands. Else what one
  // change saw of another was never kept: nobody's answer stands, and this is everybody's.
  virtual Status RunTogether(const std::vector<Job*>& batch) = 0;

 private:
  void RunBatch(const std::vector<Job*>& batch);
  Status BrokenOrOk();

  Mutex mutex_;
  CondVar done_;
  std::vector<Job*> waiting_ DM_GUARDED_BY(mutex_);
  bool busy_ DM_GUARDED_BY(mutex_) = false;
  Status broken_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sql
