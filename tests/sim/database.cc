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

// Of the pool that the connection takes small pieces from.
constexpr int kPieceBytes = 512;
constexpr int kPieces = 4'000;

void NowMs(sqlite3_context* context, int /*count*/, sqlite3_value** /*values*/) {
  const auto& now = *static_cast<const std::function<std::int64_t()>*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, now ? now() : 0);
}

// One thread, one connection, and no figures of memory that nobody reads: no lock is ever taken.
void ConfigureOnce() {
  static const bool done = [] {
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace

StatusOr<std::unique_ptr<SimDatabase>> SimDatabase::Make() {
  ConfigureOnce();
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
  // Small pieces of a statement's run come from a pool of the connection's own.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_LOOKASIDE, nullptr, kPieceBytes, kPieces);
  DM_RETURN_IF_ERROR(database->RunScript(
      "PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY"));
  for (const sqlite::Migration& migration : sqlite::Migrations())
    DM_RETURN_IF_ERROR(database->RunScript(migration.sql));
  DM_RETURN_IF_ERROR(database->RunScript(kWatch));
  return database;
}

SimDatabase::~SimDatabase() {
  prepared_.clear();
  for (const auto& [sql, look] : looks_) sqlite3_finalize(look);
  sqlite3_close_v2(handle_);
}

Status SimDatabase::Begin(std::function<std::int64_t()> now_ms,
                          LeaseClock lease_clock,
                          ClaimWay claim_way) {
  now_ms_ = std::move(now_ms);
  // A statement that was made for the other clock is another text, so that none is mistaken.
  dialect_ = {.names_indexes = true,
              .one_writer = claim_way == ClaimWay::kRowByRow,
              .pass_over_locked = "",
              .lease_clock = lease_clock == LeaseClock::kDatabase ? "sim_now_ms()" : ""};
  return Run("BEGIN");
}

void SimDatabase::End() {
  static_cast<void>(Run("ROLLBACK"));
  now_ms_ = nullptr;
}

void SimDatabase::Keep() {
  DM_CHECK(Run("SAVEPOINT kept").ok());
}

void SimDatabase::GoBack() {
  ForgetTurn();
  DM_CHECK(Run("ROLLBACK TO kept").ok());
}

Status SimDatabase::Rollback() {
  ForgetTurn();
  return Run("ROLLBACK TO change");
}

// As sqlite::Writer.
void SimDatabase::Transact(const std::vector<sql::GroupJob*>& jobs) {
  DM_CHECK(Run("SAVEPOINT change").ok());
  ForgetTurn();
  const StatusOr<sql::Together> together = sql::RunTogether(*this, jobs);
  if (!together.ok() || *together == sql::Together::kOneByOne) {
    DM_CHECK(Rollback().ok());
    for (sql::GroupJob* job : jobs) {
      job->status = together.status();
      if (together.ok()) TransactOne(*job);
    }
  }
  ForgetTurn();
  DM_CHECK(Run("RELEASE change").ok());
}

void SimDatabase::TransactOne(sql::GroupJob& job) {
  DM_CHECK(Run("SAVEPOINT one").ok());
  job.status = sql::RunAlone(*this, job);
  if (!job.status.ok()) {
    ForgetTurn();
    DM_CHECK(Run("ROLLBACK TO one").ok());
  }
  DM_CHECK(Run("RELEASE one").ok());
}

Status SimDatabase::Transact(const sql::Change& change) {
  sql::GroupJob job;
  job.change = &change;
  Transact(std::vector<sql::GroupJob*>{&job});
  return job.status;
}

Status SimDatabase::ReadWith(const sql::Change& read) {
  ReadCommittedOnly();
  Status done = read(*this);
  ReadCommittedOnly(false);
  return done;
}

void SimDatabase::TransactInVain(const std::vector<sql::GroupJob*>& jobs) {
  DM_CHECK(Run("SAVEPOINT change").ok());
  ForgetTurn();
  for (sql::GroupJob* job : jobs) job->status = sql::RunAlone(*this, *job);
  DM_CHECK(Rollback().ok());
  DM_CHECK(Run("RELEASE change").ok());
}

sqlite3_stmt* SimDatabase::Look(std::string_view sql,
                                std::initializer_list<std::string_view> values) {
  auto found = looks_.find(sql);
  if (found == looks_.end()) {
    sqlite3_stmt* made = nullptr;
    DM_CHECK(sqlite3_prepare_v3(handle_,
                                sql.data(),
                                static_cast<int>(sql.size()),
                                SQLITE_PREPARE_PERSISTENT,
                                &made,
                                nullptr) == SQLITE_OK);
    found = looks_.emplace(std::string(sql), made).first;
  }
  int index = 0;
  for (const std::string_view value : values)
    sqlite3_bind_text(
        found->second, ++index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  return found->second;
}

std::int64_t SimDatabase::Number(std::string_view sql,
                                 std::initializer_list<std::string_view> values) {
  sqlite3_stmt* look = Look(sql, values);
  const int code = sqlite3_step(look);
  DM_CHECK(code == SQLITE_ROW || code == SQLITE_DONE);
  const std::int64_t number = code == SQLITE_ROW ? sqlite3_column_int64(look, 0) : 0;
  sqlite3_reset(look);
  return number;
}

std::vector<std::vector<std::string>> SimDatabase::Rows(
    std::string_view sql, std::initializer_list<std::string_view> values) {
  sqlite3_stmt* look = Look(sql, values);
  std::vector<std::vector<std::string>> rows;
  int code = sqlite3_step(look);
  for (; code == SQLITE_ROW; code = sqlite3_step(look)) {
    std::vector<std::string>& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(look); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(look, i));
      row.emplace_back(text == nullptr ? "" : text);
    }
  }
  DM_CHECK(code == SQLITE_DONE);
  sqlite3_reset(look);
  return rows;
}

void SimDatabase::Execute(const std::string& sql) {
  DM_CHECK(RunScript(sql.c_str()).ok());
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

Status SimDatabase::RunScript(const char* sql) {
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
