// Database: one connection to the store's file, set up as docs/data.md says. One thread at a time
// uses it. Transaction rolls back unless committed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "worker/adapters/sqlite/statement.h"
#include "worker/core/status.h"

struct sqlite3;

namespace dm::sqlite {

// The writer alone changes the file and moves the log into it; a reader can do neither.
enum class Role { kWriter, kReader };

struct ConnectionOptions {
  Role role = Role::kWriter;
  int busy_timeout_ms = 5'000;
  std::int64_t max_pages = 0;  // of 4 096 bytes; 0: as many as the disk has
  std::string vfs;             // SQLite's name of a file layer; empty: the system's
};

class Database {
 public:
  // The file must exist. FailedPrecondition, Unavailable or DataLoss as errors.h says.
  static StatusOr<std::unique_ptr<Database>> Open(const std::string& path,
                                                  const ConnectionOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;

  // One or more statements without parameters: pragmas, migrations.
  Status Execute(const char* sql);

  // A prepared statement with `values` bound in order: integers, text, Blob, std::optional of them,
  // std::nullopt.
  template <typename... Values>
  StatusOr<Statement> Query(std::string_view sql, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
    int index = 0;
    Status bound;
    // Stops at the first value that cannot be bound.
    static_cast<void>(((bound = statement.Bind(++index, values)).ok() && ...));
    DM_RETURN_IF_ERROR(bound);
    return statement;
  }

  // Query, run to its end.
  template <typename... Values>
  Status Run(std::string_view sql, const Values&... values) {
    DM_ASSIGN_OR_RETURN(Statement statement, Query(sql, values...));
    return statement.Run();
  }

  // Rows that the last INSERT, UPDATE or DELETE changed.
  std::int64_t changes() const;
  // False after SQLite has rolled a transaction back by itself, which some failures make it do.
  bool in_transaction() const;

  // Pages in the write-ahead log after the last commit.
  int log_pages() const { return log_pages_; }

  // Moves what readers no longer need from the log into the file. Writer only.
  Status Checkpoint();

 private:
  friend class Statement;

  explicit Database(sqlite3* handle) : handle_(handle) {}

  Status Configure(const ConnectionOptions& options);
  StatusOr<Statement> Prepare(std::string_view sql);
  void GiveBack(std::string sql, sqlite3_stmt* statement);

  sqlite3* handle_;
  int log_pages_ = 0;
  std::unordered_map<std::string, sqlite3_stmt*> idle_;  // prepared statements that nobody uses now
};

class Transaction {
 public:
  // Takes the write lock at once, so that what is read inside cannot change before the commit.
  static StatusOr<Transaction> BeginWrite(Database& database);
  // Sees one and the same state of the file throughout.
  static StatusOr<Transaction> BeginRead(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();  // rolls back unless committed

  // Durable when OK. On any other status the change is rolled back here, yet after STORE_IO it may
  // come back with the next opening: the outcome is unknown.
  Status Commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}

  Database* database_;  // null once committed or moved from
};

}  // namespace dm::sqlite
