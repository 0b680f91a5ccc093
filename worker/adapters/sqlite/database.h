// Database: one connection to the store's file, set up as docs/data.md says. One thread at a time
// uses it. Transaction rolls back unless committed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "worker/adapters/sql/database.h"
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
  // Leases begin and end by this process's clock that never goes back: no store outlives its
  // leases, and a wall clock that jumps neither ends one nor makes it last (reliability I20).
  bool leases_by_callers_clock = false;
};

class Database final : public sql::Database {
 public:
  // The file must exist. FailedPrecondition, Unavailable or DataLoss as errors.h says.
  static StatusOr<std::unique_ptr<Database>> Open(const std::string& path,
                                                  const ConnectionOptions& options);
  ~Database() override;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;

  // One or more statements without parameters: pragmas, migrations.
  Status Execute(const char* sql);

  std::int64_t changes() const override;
  std::int64_t writes() const override;
  const sql::Dialect& dialect() const override;
  // False after SQLite has rolled a transaction back by itself, which some failures make it do.
  bool in_transaction() const;

  bool transaction_goes_on() const override { return in_transaction(); }

  // Pages in the write-ahead log after the last commit.
  int log_pages() const { return log_pages_; }

  // Whether SQLite refuses that the text of definitions is written, as from the start. Guarded
  // again, it is also refused where a statement before had asked for it.
  void GuardDefinitions(bool guarded);

  // Whether the log stays beside the file when the last connection goes; a writer moves it into the
  // file then, unless it is told.
  Status KeepLogOnClose(bool keep);

  // Moves what readers no longer need from the log into the file. Writer only.
  Status Checkpoint();

  // Moves all of the log into the file and cuts it to nothing. False: a reader still needs a part.
  // Writer only.
  StatusOr<bool> TruncateLog();

 private:
  // Looks a text up without making a string of it.
  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  Database(sqlite3* handle, bool own_lease_clock);

  Status Configure(const ConnectionOptions& options);
  StatusOr<sql::Prepared*> Prepare(std::string_view sql) override;

  sqlite3* handle_;
  const sql::Dialect dialect_;
  int log_pages_ = 0;
  // By their SQL; a second use at the same time gets one of its own.
  std::unordered_map<std::string, std::unique_ptr<PreparedStatement>, Hash, std::equal_to<>>
      prepared_;
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
