// SimDatabase: the store's real tables, rules and SQL, in memory, for every process of a history.
// One connection: a history is one transaction that is never committed, each change of the worker a
// savepoint in it, so that the next history begins on empty tables at no cost.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "worker/adapters/sql/engine.h"
#include "worker/adapters/sql/group_job.h"
#include "worker/adapters/sqlite/statement.h"

struct sqlite3;
struct sqlite3_stmt;

namespace dm::sim {

// By whose clock leases run: the database's, as with PostgreSQL, or the caller's.
enum class LeaseClock { kDatabase, kCaller };

// How cases are claimed: as the embedded store does, or in groups as a shared one.
enum class ClaimWay { kRowByRow, kInGroups };

class SimDatabase final : public sql::Database {
 public:
  static StatusOr<std::unique_ptr<SimDatabase>> Make();
  ~SimDatabase() override;
  SimDatabase(const SimDatabase&) = delete;
  SimDatabase& operator=(const SimDatabase&) = delete;
  SimDatabase(SimDatabase&&) = delete;
  SimDatabase& operator=(SimDatabase&&) = delete;

  // An empty store for a history; `now` is the database's clock.
  Status Begin(std::function<std::int64_t()> now_ms, LeaseClock lease_clock, ClaimWay claim_way);
  void End();

  // Carried out as the store's own writers do it: together where that goes, else one by one, each
  // whole or not at all; each has its own status then.
  void Transact(const std::vector<sql::GroupJob*>& jobs);
  Status Transact(const sql::Change& change);
  // As a connection that changes nothing.
  Status ReadWith(const sql::Change& read);
  // Carries them out and takes it back: what a crash before the commit leaves.
  void TransactInVain(const std::vector<sql::GroupJob*>& jobs);

  // What the store is now can be gone back to, whatever is committed after it: a backup, or what a
  // standby has got.
  void Keep();
  void GoBack();

  // For those who look on: one number, or rows as text, by SQL of their own.
  // Bound to its `?1`, `?2` … in order; kept prepared, so the text is the same each time.
  std::int64_t Number(std::string_view sql, std::initializer_list<std::string_view> values = {});
  std::vector<std::vector<std::string>> Rows(std::string_view sql,
                                             std::initializer_list<std::string_view> values = {});
  // For planted bugs.
  void Execute(const std::string& sql);

  std::int64_t changes() const override;
  std::int64_t writes() const override;
  bool transaction_goes_on() const override;
  const sql::Dialect& dialect() const override;

 private:
  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  explicit SimDatabase(sqlite3* handle) : handle_(handle) {}

  Status RunScript(const char* sql);
  sqlite3_stmt* Look(std::string_view sql, std::initializer_list<std::string_view> values);
  Status Rollback();
  void TransactOne(sql::GroupJob& job);
  StatusOr<sql::Prepared*> Prepare(std::string_view sql) override;

  sqlite3* handle_;
  std::function<std::int64_t()> now_ms_;
  sql::Dialect dialect_;
  std::unordered_map<std::string, std::unique_ptr<sqlite::PreparedStatement>, Hash, std::equal_to<>>
      prepared_;
  std::unordered_map<std::string, sqlite3_stmt*, Hash, std::equal_to<>> looks_;
};

}  // namespace dm::sim
