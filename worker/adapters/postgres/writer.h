// Writer: the changes of this process to a shared store. One change of one process runs at a time:
// the audit chain has one order, and what a change reads stays so until it is durable. What waits
// here meanwhile shares the next commit. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "worker/adapters/postgres/connection.h"
#include "worker/adapters/postgres/pool.h"
#include "worker/adapters/sql/group_writer.h"
#include "worker/core/status.h"

namespace dm::postgres {

struct WriterOptions {
  std::string writer_id;              // of this open store; new each time
  int reconnect_timeout_ms = 30'000;  // how long an outcome that was lost is asked for
};

class Writer final : public sql::GroupWriter {
 public:
  Writer(Connect connect, WriterOptions options)
      : connect_(std::move(connect)), options_(std::move(options)) {}

 private:
  enum class Outcome { kCommitted, kNothing, kUnknown };

  struct Attempt {
    Outcome outcome = Outcome::kNothing;
    bool one_by_one = false;  // of which one job must be undone alone
    Status status;            // of an attempt that took no effect
  };

  Status RunGroup(const std::vector<Job*>& group) override;
  Attempt Try(const std::vector<Job*>& group, sql::Together how);
  // Takes the turn to write, where the group needs it.
  Status BeginGroup(const std::vector<Job*>& group);
  StatusOr<sql::Together> RunTogether(const std::vector<Job*>& group);
  // Each job's status; not OK when the whole group must be given up.
  Status RunOneByOne(const std::vector<Job*>& group);
  Status RunOne(Job& job, bool first);
  Status EnsureConnected();
  // Whether the last group that was sent is durable: asked of the database on a new connection.
  StatusOr<bool> AskWhetherCommitted();
  Outcome Resolve();

  const Connect connect_;
  const WriterOptions options_;
  std::unique_ptr<Connection> connection_;
  std::int64_t batch_ = 0;  // the number of the last group that was begun
};

}  // namespace dm::postgres
