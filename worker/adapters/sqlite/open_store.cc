#include <sqlite3.h>

#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/claim_rows.h"
#include "worker/adapters/sql/seal_rows.h"
#include "worker/adapters/sql/store_impl.h"
#include "worker/adapters/sql/store_rows.h"
#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/errors.h"
#include "worker/adapters/sqlite/lock_file.h"
#include "worker/adapters/sqlite/migrations.h"
#include "worker/adapters/sqlite/sqlite_engine.h"
#include "worker/adapters/sqlite/sqlite_store.h"

namespace dm {
namespace {

using sqlite::ConnectionOptions;
using sqlite::Database;
using sqlite::Role;
using sqlite::Statement;
using sqlite::Transaction;

constexpr int kReadersMax = 64;

Status CheckOptions(const std::string& path,
                    const std::string& municipality,
                    const SqliteOptions& options) {
  const bool ok = !path.empty() && !municipality.empty() && options.readers >= 1 &&
                  options.readers <= kReadersMax && options.busy_timeout_ms >= 0 &&
                  options.max_pages >= 0;
  if (ok) return OkStatus();
  return InvalidArgument("the store has a path, a municipality and 1 to 64 readers",
                         {.reason = "STORE_OPTIONS_INVALID",
                          .field = path.empty() ? "database" : "store",
                          .remedy = "Correct the configuration."});
}

Status CheckPages(Database& database) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query("PRAGMA quick_check(1)"));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  const bool whole = found && row.Text(0) == "ok";
  return whole ? OkStatus() : sqlite::FromResultCode(SQLITE_CORRUPT);
}

// A vault for all connections of a store; null without keys.
std::shared_ptr<sql::Vault> VaultOf(const std::shared_ptr<sealing::KeyRing>& keys) {
  return keys == nullptr ? nullptr : std::make_shared<sql::Vault>(keys);
}

sql::InTurn InTurnOf(Database& database) {
  return [&database](const sql::Change& change) -> Status {
    DM_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginWrite(database));
    DM_RETURN_IF_ERROR(change(database));
    return transaction.Commit();
  };
}

// The log holds what was stored before until it is cut.
Status CutLog(Database& database) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query("PRAGMA wal_checkpoint(TRUNCATE)"));
  DM_RETURN_IF_ERROR(row.Step().status());
  if (row.Int(0) == 0) return OkStatus();
  return FailedPrecondition("another program reads the store",
                            {.reason = "STORE_IN_USE",
                             .field = "database",
                             .remedy = "End it: the log is cut once everything is encrypted."});
}

Status Prepare(Database& database,
               const std::string& municipality,
               const SqliteOptions& options,
               Instant now) {
  if (options.check_whole_file) DM_RETURN_IF_ERROR(CheckPages(database));
  DM_RETURN_IF_ERROR(sqlite::Migrate(database, sqlite::Migrations()));
  DM_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginWrite(database));
  DM_RETURN_IF_ERROR(sql::CheckMunicipality(database, municipality, "database", now));
  DM_RETURN_IF_ERROR(sql::CheckAuditTail(database));
  DM_RETURN_IF_ERROR(sql::DropAllClaims(database));
  DM_RETURN_IF_ERROR(transaction.Commit());
  const auto cut_log = [&database] { return CutLog(database); };
  return sql::PrepareSealing(database, InTurnOf(database), cut_log, now);
}

// A backup has no log. SQLite would write that of the store which lay here before into it, page by
// page, whatever the two have to do with each other.
Status CheckLogIsOfFile(const std::string& path) {
  // Of the file's header, bytes 18 and 19: 1, the file is alone; 2, it goes with a log.
  constexpr std::size_t kFormAt = 18;
  std::array<char, kFormAt + 1> header{};
  std::ifstream file(path, std::ios::binary);
  const bool alone = file.read(header.data(), header.size()) && header[kFormAt] == 1;
  std::error_code failed;
  const auto log_bytes = std::filesystem::file_size(path + "-wal", failed);
  if (!alone || failed || log_bytes == 0) return OkStatus();
  return FailedPrecondition("the log of another database lies beside this backup",
                            {.reason = "STORE_LOG_OF_OTHER",
                             .field = "database",
                             .remedy = "Move the files beside it that end in -wal and -shm away, "
                                       "and keep them with the damaged database."});
}

}  // namespace

StatusOr<std::unique_ptr<WholeStore>> OpenSqliteStore(const std::string& path,
                                                      const std::string& municipality,
                                                      const SqliteOptions& options,
                                                      Instant now) {
  DM_RETURN_IF_ERROR(CheckOptions(path, municipality, options));
  DM_ASSIGN_OR_RETURN(sqlite::LockFile lock, sqlite::LockFile::Acquire(path + ".lock"));
  DM_RETURN_IF_ERROR(sqlite::EnsurePrivateFile(path));
  DM_RETURN_IF_ERROR(CheckLogIsOfFile(path));
  ConnectionOptions connection{.role = Role::kWriter,
                               .busy_timeout_ms = options.busy_timeout_ms,
                               .max_pages = options.max_pages,
                               .vfs = options.vfs,
                               .leases_by_callers_clock = options.leases_by_callers_clock};
  DM_ASSIGN_OR_RETURN(std::unique_ptr<Database> writer, Database::Open(path, connection));
  const std::shared_ptr<sql::Vault> vault = VaultOf(options.keys);
  writer->SetVault(vault);
  // What is refused is left as it was, with its log.
  DM_RETURN_IF_ERROR(writer->KeepLogOnClose(true));
  DM_RETURN_IF_ERROR(Prepare(*writer, municipality, options, now));
  DM_RETURN_IF_ERROR(writer->KeepLogOnClose(false));
  connection.role = Role::kReader;
  std::vector<std::unique_ptr<Database>> readers;
  for (int i = 0; i < options.readers; ++i) {
    DM_ASSIGN_OR_RETURN(std::unique_ptr<Database> reader, Database::Open(path, connection));
    reader->SetVault(vault);
    reader->ReadCommittedOnly();
    readers.push_back(std::move(reader));
  }
  return std::unique_ptr<WholeStore>(
      std::make_unique<sql::StoreImpl>(municipality,
                                       std::make_unique<sqlite::SqliteEngine>(
                                           std::move(lock), std::move(writer), std::move(readers)),
                                       options.effect_key,
                                       vault));
}

Status StepSqliteStoreBack(const std::string& path,
                           std::int64_t to,
                           const std::shared_ptr<sealing::KeyRing>& keys,
                           Instant now) {
  if (!std::filesystem::exists(path)) return sqlite::FromResultCode(SQLITE_CANTOPEN);
  DM_ASSIGN_OR_RETURN(const sqlite::LockFile lock, sqlite::LockFile::Acquire(path + ".lock"));
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Database> database, Database::Open(path, {}));
  DM_ASSIGN_OR_RETURN(const std::int64_t version, sqlite::VersionOf(*database));
  DM_RETURN_IF_ERROR(sqlite::CheckWayBack(sqlite::Migrations(), version, to));
  if (to < sqlite::kFirstWithKeys && version >= sqlite::kFirstWithKeys) {
    // Refused for what only a later form can hold, before anything is opened.
    DM_RETURN_IF_ERROR(
        sqlite::CheckRowsBack(*database, sqlite::Migrations(), to, sqlite::kFirstWithKeys));
    database->SetVault(VaultOf(keys));
    DM_RETURN_IF_ERROR(sql::UnsealAll(*database, InTurnOf(*database), now));
  }
  return sqlite::MigrateBack(*database, sqlite::Migrations(), to);
}

}  // namespace dm
