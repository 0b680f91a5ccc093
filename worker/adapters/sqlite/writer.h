// Writer: the one connection that changes the store, and moves its log into the file. Thread-safe.
#pragma once

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

 private:
  Status RunTogether(const std::vector<Job*>& batch) override;
  Status RunOne(Job& job);
  void CheckpointWhenLong();

  std::unique_ptr<Database> database_;
};

}  // namespace dm::sqlite
