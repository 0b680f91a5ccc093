// Database: one connection to a store, as the rows use it, whichever database stands behind.
// Drivers: sqlite, postgres. One thread at a time uses it.
//
// The rows' SQL is what both take: parameters ?1, ?2 …, INSERT … ON CONFLICT, RETURNING, row
// values, CASE; no function or clause of one of them alone. What cannot be said alike stands in
// Dialect.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "worker/adapters/sql/row_statement.h"
#include "worker/adapters/sql/statement.h"
#include "worker/adapters/sql/vault.h"
#include "worker/case/audit_record.h"
#include "worker/core/status.h"

namespace dm::sql {

struct Dialect {
  // A query may be told which index to use: " INDEXED BY name" after the table.
  bool names_indexes = false;
  // Nobody else writes between two statements of a transaction that writes: what a query finds
  // there can be changed after it, row by row.
  bool one_writer = false;
  // Ends the query that finds what to claim, so that several who look at once find different rows.
  std::string_view pass_over_locked = {};
  // The database's clock in milliseconds, as an expression. Empty: leases run by the caller's.
  std::string_view lease_clock = {};
};

class Database {
 public:
  Database() = default;
  virtual ~Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;

  // A prepared statement with `values` bound in order: integers, text, Blob, TextList,
  // std::optional of them.
  template <typename... Values>
  StatusOr<Statement> Query(std::string_view sql, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Prepared * prepared, Prepare(sql));
    return Bound(prepared, values...);
  }

  // Query, run to its end.
  template <typename... Values>
  Status Run(std::string_view sql, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Statement statement, Query(sql, values...));
    return statement.Run();
  }

  // Run, of what nobody waits for: where the database is far away, it is sent together with what
  // comes next, and a failure is told then.
  template <typename... Values>
  Status RunLater(std::string_view sql, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Statement statement, Query(sql, values...));
    return statement.RunLater(ExpectedChanges::kAny);
  }

  // True: it changes one row, or is sent later and fails if it does not. False: it changed none.
  template <typename... Values>
  StatusOr<bool> RunForOne(std::string_view sql, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Statement statement, Query(sql, values...));
    DM_RETURN_IF_ERROR(statement.RunLater(ExpectedChanges::kOne));
    return sends_later() || changes() == 1;
  }

  // RunLater, of one row: where the database is far away, rows of the same statement are one.
  template <typename... Values>
  Status RunRowLater(const RowStatement& row, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Statement statement, QueryRow(row, values...));
    return statement.RunLater(ExpectedChanges::kAny);
  }

  // RunForOne of one row.
  template <typename... Values>
  StatusOr<bool> RunRowForOne(const RowStatement& row, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Statement statement, QueryRow(row, values...));
    DM_RETURN_IF_ERROR(statement.RunLater(ExpectedChanges::kOne));
    return sends_later() || changes() == 1;
  }

  // Rows that the last INSERT, UPDATE or DELETE changed.
  virtual std::int64_t changes() const = 0;

  // Rises with everything that may have changed something.
  virtual std::int64_t writes() const = 0;

  // Within a transaction that can go on: some failures end one.
  virtual bool transaction_goes_on() const = 0;

  // Whether RunLater and RunForOne only send.
  virtual bool sends_later() const { return false; }

  // The end of the audit chain, once it was read in this turn to write. Forgotten with the turn,
  // and with whatever is rolled back.
  std::optional<AuditHead>& audit_head() { return audit_head_; }

  // Which control holds, once it was read for changes that are carried out together.
  struct ControlHead {
    std::int64_t version = 0;
    bool paused = false;
  };

  std::optional<ControlHead>& control_head() { return control_head_; }

  // A turn to write begins, or what it has done is rolled back: what was read in it is forgotten.
  void ForgetTurn() {
    audit_head_.reset();
    turn_keys_.clear();
  }

  // The keys of the store's content; null: it is stored without encryption.
  Vault* vault() const { return vault_.get(); }

  // Once SetServer has been called, where it is.
  void SetVault(std::shared_ptr<Vault> vault) {
    vault_ = std::move(vault);
    if (vault_ != nullptr) vault_->BeginWith(server_);
  }

  // Another text for another run of a database server, and so for a standby that took over; empty
  // for a file.
  const std::string& server() const { return server_; }

  // The server's line of commits: another one began where a standby was promoted or a backup
  // brought to a point in time. Empty for a file.
  const std::string& timeline() const { return timeline_; }

  void SetServer(std::string server, std::string timeline) {
    server_ = std::move(server);
    timeline_ = std::move(timeline);
  }

  // Whether all that is read here is durable: this connection changes nothing.
  bool reads_committed() const { return reads_committed_; }

  void ReadCommittedOnly(bool only = true) { reads_committed_ = only; }

  // Data keys that were made or read in this turn to write, by owner: a rollback takes them back.
  std::unordered_map<std::string, DataKey>& turn_keys() { return turn_keys_; }

  virtual const Dialect& dialect() const = 0;

 private:
  // Ready for use until it is given back; never null.
  virtual StatusOr<Prepared*> Prepare(std::string_view sql) = 0;

  virtual StatusOr<Prepared*> PrepareRow(const RowStatement& row) { return Prepare(row.one()); }

  template <typename... Values>
  StatusOr<Statement> QueryRow(const RowStatement& row, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Prepared * prepared, PrepareRow(row));
    return Bound(prepared, values...);
  }

  template <typename... Values>
  static StatusOr<Statement> Bound(Prepared* prepared, const Values&... values) {
    Statement statement(prepared);
    [[maybe_unused]] int index = 1;
    Status bound;
    // Stops at the first value that cannot be bound.
    static_cast<void>(((bound = statement.Bind(index, values)).ok() && ...));
    DM_RETURN_IF_ERROR(bound);
    return statement;
  }

  std::optional<AuditHead> audit_head_;
  std::optional<ControlHead> control_head_;
  std::shared_ptr<Vault> vault_;
  std::string server_;
  std::string timeline_;
  bool reads_committed_ = false;
  std::unordered_map<std::string, DataKey> turn_keys_;
};

// " INDEXED BY name" where the database takes it, else nothing.
std::string UseIndex(const Database& database, std::string_view name);

}  // namespace dm::sql
