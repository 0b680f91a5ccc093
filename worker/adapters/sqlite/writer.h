// Writer: the one connection that changes the store. Changes that wait at the same time share a
// commit: each is whole or not at all by itself, and all become durable together. Thread-safe.
#pragma once

#include <memory>
#include <vector>

#include "worker/adapters/sql/engine.h"
#include "worker/adapters/sqlite/database.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::sqlite {

using sql::Change;

class Writer {
 public:
  explicit Writer(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  // Runs `change` and makes it durable before it returns OK. STORE_BROKEN once the outcome of a
  // commit was unknown or damage was seen: whatever is tried after that changes nothing.
  Status Write(const Change& change);

  // From now on every write answers STORE_BROKEN with this cause; for damage that a reader saw.
  void MarkBroken(const Status& cause);

 private:
  struct Job {
    const Change* change;
    Status status;
    bool done = false;
  };

  void RunBatch(const std::vector<Job*>& batch);
  Status RunTogether(const std::vector<Job*>& batch);
  Status RunOne(Job& job);
  void CheckpointWhenLong();
  Status BrokenOrOk();

  // Only the thread that set busy_ uses it.
  std::unique_ptr<Database> database_;
  Mutex mutex_;
  CondVar done_;
  std::vector<Job*> waiting_ DM_GUARDED_BY(mutex_);
  bool busy_ DM_GUARDED_BY(mutex_) = false;
  Status broken_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sqlite
