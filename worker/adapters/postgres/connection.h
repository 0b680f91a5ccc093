// Connection: one connection to a PostgreSQL server. No statement takes longer than it may: a
// server or a network that does not answer in time ends the connection. One thread at a time uses
// it.
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "worker/adapters/postgres/gathered_rows.h"
#include "worker/adapters/postgres/statement.h"
#include "worker/adapters/sql/database.h"
#include "worker/core/status.h"

namespace dm::postgres {

// By whose clock leases run: the database's, which all machines share, or, in tests over virtual
// time, the caller's.
enum class LeaseClock { kDatabase, kCaller };

struct ConnectionOptions {
  std::string conninfo;  // libpq's, without a password
  std::string password;  // empty: none, or what libpq finds by itself
  int connect_timeout_ms = 5'000;
  int statement_timeout_ms = 30'000;
  LeaseClock lease_clock = LeaseClock::kDatabase;
};

class Connection final : public sql::Database {
 public:
  // Errors as errors.h says; STORE_READ_ONLY for a standby or a read-only server, STORE_TOO_OLD
  // for a server before version 15, STORE_ENCODING for a database that is not UTF-8.
  static StatusOr<std::unique_ptr<Connection>> Open(const ConnectionOptions& options);
  // Whether a server is there and takes connections, though perhaps not to this database or user.
  static bool ServerAnswers(const ConnectionOptions& options);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;

  // One or more statements without parameters, in one exchange. Ends what StartSending began.
  Status Execute(const std::string& sql);

  // From now on RunLater and RunForOne only send (libpq's pipeline): whatever waits for an answer
  // next also gets theirs, and the first failure among them.
  Status StartSending();
  // Waits for the answers to all that was sent.
  Status FinishSending();

  bool sends_later() const override { return sending_; }

  // For statements: that one was sent, and what it must change. `prepared`: it is made ready on the
  // server, if nothing before it fails.
  void Sent(sql::ExpectedChanges expected) {
    SentForRows(expected == sql::ExpectedChanges::kOne ? std::optional<std::int64_t>(1)
                                                       : std::nullopt);
  }

  void SentForRows(std::optional<std::int64_t> expected) { sent_.push_back(expected); }

  // For rows that wait for others of their statement: the first of them is there; and their turn.
  void Gathered(GatheredRows* rows) { gathered_.push_back(rows); }

  Status SendArrays(std::string_view sql,
                    const std::vector<PreparedStatement::Array>& arrays,
                    std::optional<std::int64_t> expected);

  // Sends the rows that wait, statement after statement in the order of their first rows.
  Status SendGathered();

  void SentPreparation(PreparedStatement* prepared);

  std::int64_t changes() const override { return changes_; }

  std::int64_t writes() const override { return writes_; }

  // Something was sent that may change something.
  void CountWrite() { ++writes_; }

  const sql::Dialect& dialect() const override;

  bool lost() const { return lost_; }

  // Within a transaction that can only be rolled back.
  bool in_failed_transaction() const { return PQtransactionStatus(link_) == PQTRANS_INERROR; }

  bool in_transaction() const { return PQtransactionStatus(link_) != PQTRANS_IDLE; }

  bool transaction_goes_on() const override {
    return !lost_ && !sent_failed_ && in_transaction() && !in_failed_transaction();
  }

  // For statements and for who waits for notifications.
  PGconn* link() const { return link_; }

  // How long an answer is waited for from here on, ms; what was so before. At first a little longer
  // than a statement may take.
  int SetAnswerTimeout(int answer_timeout_ms) {
    return std::exchange(answer_timeout_ms_, answer_timeout_ms);
  }

  // STORE_UNREACHABLE once the connection is lost.
  Status Usable() const;
  // Marks it lost; what was sent last may or may not have taken effect.
  Status Lost();
  // Waits for all results of what was sent; the last one, or the first failure.
  StatusOr<Result> Finish();

  // A name for a prepared statement that the server does not know yet.
  std::string NextName() { return "s" + std::to_string(++next_name_); }

 private:
  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  Connection(PGconn* link, const ConnectionOptions& options);

  Status Configure();
  Status CheckServer();
  StatusOr<sql::Prepared*> Prepare(std::string_view sql) override;
  StatusOr<sql::Prepared*> PrepareRow(const sql::RowStatement& statement) override;
  StatusOr<PreparedStatement*> PrepareText(std::string_view sql);
  // False: lost, or the time is over.
  bool WaitForAnswer();
  // Of one statement, up to the end of its answer; null where the connection is lost.
  Result TakeAnswer();
  // Answers to all that was sent while sending; the last one.
  StatusOr<Result> FinishAll();
  Status JudgeAnswer(const Result& answer, std::optional<std::int64_t> expected);
  void DropGathered();
  // Leaves the pipeline, whatever came of it.
  Status StopSending();

  PGconn* link_;
  int answer_timeout_ms_;
  const int statement_timeout_ms_;
  const LeaseClock lease_clock_;
  bool lost_ = false;
  std::int64_t changes_ = 0;
  std::int64_t writes_ = 0;
  int next_name_ = 0;
  bool sending_ = false;
  // One of those that were sent failed: what was sent with it must not be kept, even where the
  // server would keep it.
  bool sent_failed_ = false;
  std::vector<std::optional<std::int64_t>> sent_;   // whose answers were not taken yet
  std::vector<GatheredRows*> gathered_;             // that wait, by their first row
  std::vector<PreparedStatement*> being_prepared_;  // since answers were last taken
  std::unordered_map<std::string, std::unique_ptr<PreparedStatement>, Hash, std::equal_to<>>
      prepared_;
  std::unordered_map<std::string, std::unique_ptr<GatheredRows>> rows_;  // by their one row's text
};

// A transaction around what several statements do: rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(&connection) {}

  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // `begin` starts with BEGIN; further statements may follow it in the same exchange.
  Status Begin(const std::string& begin) { return connection_->Execute(begin); }

  // Durable when OK. After STORE_UNREACHABLE the outcome is unknown.
  Status Commit();

 private:
  Connection* connection_;
};

}  // namespace dm::postgres
