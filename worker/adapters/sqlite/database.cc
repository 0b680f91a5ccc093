#include "worker/adapters/sqlite/database.h"

#include <sqlite3.h>

#include <chrono>
#include <utility>

#include "worker/adapters/sqlite/errors.h"
#include "worker/core/check.h"

namespace dm::sqlite {
namespace {

// WAL with FULL: a commit is on the disk when it returns. Only the writer checkpoints
// (wal_autocheckpoint is off everywhere and the writer calls Checkpoint): SQLite before 3.51.3 can
// lose frames when two connections do.
constexpr char kCommonPragmas[] = R"sql(
  PRAGMA foreign_keys = ON;
  PRAGMA trusted_schema = OFF;
  PRAGMA cell_size_check = ON;
  PRAGMA wal_autocheckpoint = 0;
)sql";

constexpr char kWriterPragmas[] = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -32768;
)sql";

constexpr char kReaderPragmas[] = "PRAGMA query_only = ON;";

// Marks the file as a store of this program, in SQLite's header ("Medb").
constexpr std::int64_t kApplicationId = 0x4D656462;

StatusOr<std::int64_t> ReadNumber(Database& database, std::string_view sql) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query(sql));
  DM_RETURN_IF_ERROR(row.Step().status());
  return row.Int(0);
}

// Before anything is written: a database of another program stays as it is.
Status ClaimFile(Database& database) {
  DM_ASSIGN_OR_RETURN(const std::int64_t id, ReadNumber(database, "PRAGMA application_id"));
  if (id == kApplicationId) return OkStatus();
  DM_ASSIGN_OR_RETURN(const std::int64_t objects,
                      ReadNumber(database, "SELECT count(*) FROM sqlite_schema"));
  if (id == 0 && objects == 0) {
    return database.Execute(("PRAGMA application_id = " + std::to_string(kApplicationId)).c_str());
  }
  return FailedPrecondition(
      "the file is a database of another program",
      {.reason = "STORE_FOREIGN",
       .field = "database",
       .remedy = "Name a file of this program, or one that does not exist yet."});
}

// For the whole process; without effect where SQLite is in use already.
void ConfigureOnce() {
  // What a statement with a trigger may have to undo is kept in small pieces of memory. SQLite's
  // own choice is 64 KiB at once, given back after each statement: with many threads that is a
  // quarter of all time.
  static const int undo = sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
  // Nobody asks how much memory SQLite has; counting it takes one mutex of all connections for each
  // piece that is taken or given back, 3 000 times for a whole case.
  static const int counting = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(undo + counting);
}

int RememberLogPages(void* log_pages, sqlite3*, const char*, int pages) {
  *static_cast<int*>(log_pages) = pages;
  return SQLITE_OK;
}

constexpr char kLeaseNow[] = "lease_now_ms";
constexpr std::string_view kLeaseClock = "lease_now_ms()";

template <typename Source>
std::int64_t ReadMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Source::now().time_since_epoch())
      .count();
}

// Begins near the wall's time, so that a person who reads the file sees a time; runs on by itself.
void LeaseNow(sqlite3_context* context, int /*count*/, sqlite3_value** /*values*/) {
  static const std::int64_t began =
      ReadMs<std::chrono::system_clock>() - ReadMs<std::chrono::steady_clock>();
  sqlite3_result_int64(context, began + ReadMs<std::chrono::steady_clock>());
}

Status Set(sqlite3* handle, int option, int value) {
  const int code = sqlite3_db_config(handle, option, value, nullptr);
  return code == SQLITE_OK ? OkStatus() : FromResultCode(code);
}

}  // namespace

StatusOr<std::unique_ptr<Database>> Database::Open(const std::string& path,
                                                   const ConnectionOptions& options) {
  ConfigureOnce();
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(
      path.c_str(), &handle, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
  std::unique_ptr<Database> database(new Database(handle, !options.leases_by_callers_clock));
  if (code != SQLITE_OK) return FromResultCode(code);
  DM_RETURN_IF_ERROR(database->Configure(options));
  return database;
}

Status Database::Configure(const ConnectionOptions& options) {
  sqlite3_busy_timeout(handle_, options.busy_timeout_ms);
  const int code = sqlite3_create_function(
      handle_, kLeaseNow, 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, nullptr, LeaseNow, nullptr, nullptr);
  if (code != SQLITE_OK) return FromResultCode(code);
  DM_RETURN_IF_ERROR(Set(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1));
  DM_RETURN_IF_ERROR(Set(handle_, SQLITE_DBCONFIG_DQS_DDL, 0));
  DM_RETURN_IF_ERROR(Set(handle_, SQLITE_DBCONFIG_DQS_DML, 0));
  DM_RETURN_IF_ERROR(Execute(kCommonPragmas));
  if (options.role == Role::kReader) {
    DM_RETURN_IF_ERROR(KeepLogOnClose(true));
    return Execute(kReaderPragmas);
  }
  DM_RETURN_IF_ERROR(ClaimFile(*this));
  sqlite3_wal_hook(handle_, RememberLogPages, &log_pages_);
  DM_RETURN_IF_ERROR(Execute(kWriterPragmas));
  if (options.max_pages == 0) return OkStatus();
  return Execute(("PRAGMA max_page_count = " + std::to_string(options.max_pages)).c_str());
}

Status Database::KeepLogOnClose(bool keep) {
  return Set(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0);
}

Database::Database(sqlite3* handle, bool own_lease_clock)
    : handle_(handle),
      dialect_{.names_indexes = true,
               .one_writer = true,
               .pass_over_locked = "",
               .lease_clock = own_lease_clock ? kLeaseClock : std::string_view()} {}

Database::~Database() {
  prepared_.clear();
  sqlite3_close_v2(handle_);
}

Status Database::Execute(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? OkStatus() : FromResultCode(sqlite3_extended_errcode(handle_));
}

StatusOr<sql::Prepared*> Database::Prepare(std::string_view sql) {
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
  if (code != SQLITE_OK) return FromResultCode(sqlite3_extended_errcode(handle_));
  auto prepared =
      std::make_unique<PreparedStatement>(statement, known ? Keep::kForThisUse : Keep::kForNextUse);
  prepared->Take();
  if (known) return prepared.release();  // Ends itself when it is given back.
  return prepared_.emplace(std::string(sql), std::move(prepared)).first->second.get();
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(handle_);
}

std::int64_t Database::writes() const {
  return sqlite3_total_changes64(handle_);
}

const sql::Dialect& Database::dialect() const {
  return dialect_;
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

void Database::GuardDefinitions(bool guarded) {
  const int on = guarded ? 1 : 0;
  DM_CHECK(sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, on, nullptr) == SQLITE_OK);
  if (!guarded) return;
  DM_CHECK(sqlite3_db_config(handle_, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0, nullptr) == SQLITE_OK);
}

Status Database::Checkpoint() {
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  // Busy: a reader still needs a part; the next one takes it.
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return OkStatus();
  return FromResultCode(code);
}

StatusOr<bool> Database::TruncateLog() {
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if ((code & 0xff) == SQLITE_BUSY) return false;
  if (code != SQLITE_OK) return FromResultCode(code);
  return true;
}

StatusOr<Transaction> Transaction::BeginWrite(Database& database) {
  // Of one before, where no memory was left to roll it back.
  if (database.in_transaction()) DM_RETURN_IF_ERROR(database.Run("ROLLBACK"));
  DM_RETURN_IF_ERROR(database.Run("BEGIN IMMEDIATE"));
  database.ForgetTurn();
  return Transaction(database);
}

StatusOr<Transaction> Transaction::BeginRead(Database& database) {
  DM_RETURN_IF_ERROR(database.Run("BEGIN"));
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // One that fails is made before the next transaction begins.
  if (database_ != nullptr && database_->in_transaction()) {
    static_cast<void>(database_->Run("ROLLBACK"));
  }
}

Status Transaction::Commit() {
  DM_CHECK(database_ != nullptr);
  DM_RETURN_IF_ERROR(database_->Run("COMMIT"));
  database_ = nullptr;
  return OkStatus();
}

}  // namespace dm::sqlite
