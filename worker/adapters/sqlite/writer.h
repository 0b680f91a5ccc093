// Writer: the one connection that changes the store, and moves its log into the file. Thread-safe.
#pragma once

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "worker/adapters/sql/group_writer.h"
#include "worker/adapters/sqlite/database.h"
#include "worker/core/status.h"

namespace dm::sqlite {

class Writer final : public sql::GroupWriter {
 public:
  explicit Writer(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  // As Engine::CutLog.
  Status CutLog();

 private:
  Status RunGroup(const std::vector<Job*>& group) override;
  // All in one transaction. Nothing: what one job did must be undone alone.
  StatusOr<sql::Together> RunTogether(const std::vector<Job*>& group);
  Status RunOneByOne(const std::vector<Job*>& group);
  // Sets the job's own answer. Not OK: what it has left could not be told apart from the others'.
  Status RunOne(Job& job);
  Status Commit(Transaction& transaction);
  void CheckpointWhenLong();

  std::unique_ptr<Database> database_;
  // Asked for and done between groups, by whoever carries one out.
  std::atomic<bool> cut_wanted_ = false;
  std::atomic<bool> cut_done_ = false;
};

}  // namespace dm::sqlite
