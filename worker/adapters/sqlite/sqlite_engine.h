// SqliteEngine: one process, one writing connection, some that read.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "worker/adapters/sql/engine.h"
#include "worker/adapters/sqlite/lock_file.h"
#include "worker/adapters/sqlite/readers.h"
#include "worker/adapters/sqlite/writer.h"

namespace dm::sqlite {

class SqliteEngine final : public sql::Engine {
 public:
  SqliteEngine(LockFile lock,
               std::unique_ptr<Database> writer,
               std::vector<std::unique_ptr<Database>> readers)
      : lock_(std::move(lock)), writer_(std::move(writer)), readers_(std::move(readers)) {}

  Status Write(const sql::Change& change) override { return writer_.Write(change); }

  Status Apply(sql::ApplyCall& call) override {
    sql::GroupJob job;
    job.apply = &call;
    return writer_.Write(job);
  }

  Status Claim(sql::ClaimCall& call) override {
    sql::GroupJob job;
    job.claim = &call;
    return writer_.Write(job);
  }

  // There is one writer: nothing runs beside another.
  Status WriteBeside(const sql::Change& change) override { return writer_.Write(change); }

  Status Read(const sql::Change& read) override { return readers_.Do(read); }

  Status CutLog() override { return writer_.CutLog(); }

  void MarkBroken(const Status& cause) override { writer_.MarkBroken(cause); }

 private:
  // In this order: the readers close first, then the writer, which empties the log, then the lock
  // goes.
  LockFile lock_;
  Writer writer_;
  Readers readers_;
};

}  // namespace dm::sqlite
