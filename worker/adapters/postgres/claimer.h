// Claimer: claims that wait at the same time in this process are one statement and one commit. They
// wait for nobody's turn to write: rows that another process is claiming are passed over.
// Thread-safe.
#pragma once

#include <vector>

#include "worker/adapters/postgres/pool.h"
#include "worker/adapters/sql/group_writer.h"
#include "worker/core/status.h"

namespace dm::postgres {

class Claimer final : public sql::GroupWriter {
 public:
  explicit Claimer(Pool& pool) : pool_(pool) {}

 private:
  Status RunGroup(const std::vector<Job*>& group) override;

  Pool& pool_;
};

}  // namespace dm::postgres
