#include "tests/sim/database.h"

#include <sqlite3.h>

#include <utility>

#include "worker/adapters/sqlite/errors.h"
#include "worker/adapters/sqlite/migrations.h"
#include "worker/core/check.h"

namespace dm::sim {
namespace {

// Each move of a case is noted beside the tables, by whatever statement it was made (I19).
constexpr char kWatch[] = R"sql(
  CREATE TABLE sim_moves (case_id TEXT, from_state TEXT, to_state TEXT) STRICT;
  CREATE TRIGGER sim_moved AFTER UPDATE OF state ON cases WHEN old.state <> new.state BEGIN
    INSERT INTO sim_moves VALUES (new.case_id, old.state, new.state);
  END;
)sql";

void NowMs(sqlite3_context* context, int /*count*/, sqlite3_value** /*values*/) {
  const auto& now = *static_cast<const std::function<std::int64_t()>*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, now ? now() : 0);
}

}  // namespace

StatusOr<std::unique_ptr<SimDatabase>> SimDatabase::Make() {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(":memory:", &handle, flags, nullptr);
  std::unique_ptr<SimDatabase> database(new SimDatabase(handle));
  if (code != SQLITE_OK) return sqlite::FromResultCode(code);
  sqlite3_create_function(handle,
                          "sim_now_ms",
                          0,
                          SQLITE_UTF8 | SQLITE_INNOCUOUS,
                          &database->now_ms_,
                          NowMs,
                          nullptr,
                          nullptr);
  DM_RETURN_IF_ERROR(database->Run("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF"));
  for (const sqlite::Migration& migration : sqlite::Migrations())
    DM_RETURN_IF_ERROR(database->Run(migration.sql));
  DM_RETURN_IF_ERROR(database->Run(kWatch));
  return database;
}

SimDatabase::~SimDatabase() {
  prepared_.clear();
  sqlite3_close_v2(handle_);
}

Status SimDatabase::Begin(std::function<std::int64_t()> now_ms, LeaseClock lease_clock) {
  now_ms_ = std::move(now_ms);
  // A statement that was made for the other clock is another text, so that none is mistaken.
  dialect_ = {.names_indexes = true,
              .pass_over_locked = "",
              .lease_clock = lease_clock == LeaseClock::kDatabase ? "sim_now_ms()" : ""};
  return Run("BEGIN");
}

void SimDatabase::End() {
  static_cast<void>(Run("ROLLBACK"));
  now_ms_ = nullptr;
}

Status SimDatabase::Rollback() {
  audit_head().reset();
  return Run("ROLLBACK TO change");
}

Status SimDatabase::Transact(sql::GroupJob& job) {
  DM_RETURN_IF_ERROR(Run("SAVEPOINT change"));
  audit_head().reset();
  const StatusOr<sql::Together> together = sql::RunTogether(*this, {&job});
  if (!together.ok()) job.status = together.status();
  if (!together.ok() || *together == sql::Together::kOneByOne) {
    DM_RETURN_IF_ERROR(Rollback());
    if (together.ok()) job.status = sql::RunAlone(*this, job);
  }
  if (!job.status.ok()) DM_RETURN_IF_ERROR(Rollback());
  audit_head().reset();
  DM_RETURN_IF_ERROR(Run("RELEASE change"));
  return job.status;
}

Status SimDatabase::Transact(const sql::Change& change) {
  sql::GroupJob job;
  job.change = &change;
  return Transact(job);
}

void SimDatabase::TransactInVain(sql::GroupJob& job) {
  DM_CHECK(Run("SAVEPOINT change").ok());
  audit_head().reset();
  static_cast<void>(sql::RunAlone(*this, job));
  DM_CHECK(Rollback().ok());
  DM_CHECK(Run("RELEASE change").ok());
}

std::int64_t SimDatabase::Number(const std::string& sql) {
  StatusOr<sql::Statement> row = Query(sql);
  DM_CHECK(row.ok());
  const StatusOr<bool> found = row->Step();
  DM_CHECK(found.ok());
  return *found ? row->Int(0) : 0;
}

std::vector<std::vector<std::string>> SimDatabase::Rows(const std::string& sql) {
  std::vector<std::vector<std::string>> rows;
  const auto add = [](void* to, int columns, char** values, char** /*names*/) {
    std::vector<std::string> row;
    for (int i = 0; i < columns; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
    static_cast<std::vector<std::vector<std::string>>*>(to)->push_back(std::move(row));
    return 0;
  };
  DM_CHECK(sqlite3_exec(handle_, sql.c_str(), add, &rows, nullptr) == SQLITE_OK);
  return rows;
}

void SimDatabase::Execute(const std::string& sql) {
  DM_CHECK(Run(sql.c_str()).ok());
}

std::int64_t SimDatabase::changes() const {
  return sqlite3_changes64(handle_);
}

std::int64_t SimDatabase::writes() const {
  return sqlite3_total_changes64(handle_);
}

bool SimDatabase::transaction_goes_on() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

const sql::Dialect& SimDatabase::dialect() const {
  return dialect_;
}

Status SimDatabase::Run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? OkStatus() : sqlite::FromResultCode(sqlite3_extended_errcode(handle_));
}

StatusOr<sql::Prepared*> SimDatabase::Prepare(std::string_view sql) {
  const auto found = prepared_.find(sql);
  const bool known = found != prepared_.end();
  if (known && !found->second->in_use()) {
    found->second->Take();
    return found->second.get();
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_,
                                      sql.data(),
                                      static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT,
                                      &statement,
                                      nullptr);
  if (code != SQLITE_OK) return sqlite::FromResultCode(sqlite3_extended_errcode(handle_));
  auto prepared = std::make_unique<sqlite::PreparedStatement>(
      statement, known ? sqlite::Keep::kForThisUse : sqlite::Keep::kForNextUse);
  prepared->Take();
  if (known) return prepared.release();  // Ends itself when it is given back.
  return prepared_.emplace(std::string(sql), std::move(prepared)).first->second.get();
}

}  // namespace dm::sim
