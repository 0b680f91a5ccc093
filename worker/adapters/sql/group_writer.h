// GroupWriter: changes that wait at the same time share a commit: each is whole or not at all by
// itself, and all become durable together. How a group is carried out is the database's.
// Thread-safe.
#pragma once

#include <vector>

#include "worker/adapters/sql/engine.h"
#include "worker/adapters/sql/group_job.h"
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

  // Carries `job` out and makes it durable before it returns OK. STORE_BROKEN once the outcome of a
  // commit can never be known or damage was seen: whatever is tried after that changes nothing.
  Status Write(GroupJob& job);

  // The same of a change.
  Status Write(const Change& change);

  // From now on every write answers STORE_BROKEN with this cause; for damage that a reader saw.
  void MarkBroken(const Status& cause);

 protected:
  using Job = GroupJob;

  // Carries all out and commits, one thread at a time. OK: each job's status stands. Else what one
  // change saw of another was never kept: nobody's answer stands, and this is everybody's.
  virtual Status RunGroup(const std::vector<Job*>& group) = 0;

 private:
  // Of those that wait, the next group; its first is the caller's own.
  std::vector<Job*> TakeGroup() DM_REQUIRES(mutex_);
  void Lead(Job& own);

  Mutex mutex_;
  std::vector<Job*> waiting_ DM_GUARDED_BY(mutex_);
  bool busy_ DM_GUARDED_BY(mutex_) = false;
  Status broken_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sql
