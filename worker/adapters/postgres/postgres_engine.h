// PostgresEngine: one connection that writes in turn with those of other processes, some that read
// and claim beside it, and one for hints and duties.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "worker/adapters/postgres/neighbours.h"
#include "worker/adapters/postgres/pool.h"
#include "worker/adapters/postgres/writer.h"
#include "worker/adapters/sql/engine.h"

namespace dm::postgres {

class PostgresEngine final : public sql::Engine {
 public:
  PostgresEngine(const Connect& connect, WriterOptions writer, int connections)
      : neighbours_(connect, writer.writer_id),
        writer_(connect, std::move(writer)),
        pool_(OnlyReading(connect), connections) {
    neighbours_.Start();
  }

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

  Status WriteBeside(const sql::Change& change) override { return pool_.Do(change); }

  Status Read(const sql::Change& read) override {
    return pool_.Do([&read](Connection& connection) -> Status {
      Transaction transaction(connection);
      DM_RETURN_IF_ERROR(transaction.Begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
      DM_RETURN_IF_ERROR(read(connection));
      return transaction.Commit();
    });
  }

  void MarkBroken(const Status& cause) override { writer_.MarkBroken(cause); }

  void Tell(const std::string& text) override { neighbours_.Tell(text); }

  void OnTold(std::function<void(const std::string&)> listener) override {
    neighbours_.OnHint(std::move(listener));
  }

  bool HoldsDuties() override { return neighbours_.HoldsDuties(); }

 private:
  // What these read is durable: claims write nothing that is sealed.
  static Connect OnlyReading(const Connect& connect) {
    return [connect]() -> StatusOr<std::unique_ptr<Connection>> {
      DM_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, connect());
      connection->ReadCommittedOnly();
      return connection;
    };
  }

  Neighbours neighbours_;
  Writer writer_;
  Pool pool_;
};

}  // namespace dm::postgres
