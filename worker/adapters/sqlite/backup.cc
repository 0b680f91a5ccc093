#include "worker/adapters/sqlite/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/errors.h"
#include "worker/adapters/sqlite/lock_file.h"

namespace dm {
namespace {

constexpr int kAllPages = -1;
constexpr int kBusyMs = 30'000;

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};

using Handle = std::unique_ptr<sqlite3, Close>;

Status NotKept(const std::string& why) {
  return FailedPrecondition("the backup cannot be written: " + why,
                            {.reason = "BACKUP_NOT_KEPT",
                             .field = "to",
                             .remedy = "give a path in a folder that exists, that this user may "
                                       "write to and that has room for the whole store"});
}

Status PlaceTaken() {
  return FailedPrecondition(
      "the backup cannot be written: a store lies there, or what belongs to one",
      {.reason = "BACKUP_NOT_KEPT",
       .field = "to",
       .remedy = "give a path of its own, with no -wal and no store that a worker has open beside "
                 "it: a worker whose file is replaced writes on where nobody finds it"});
}

// A worker goes on writing to the file that it has open, whatever takes its name; and a log that
// lies beside a copy would be read as the copy's.
Status CheckPlace(const std::string& from, const std::string& to) {
  std::error_code failed;
  const std::filesystem::path store = std::filesystem::canonical(from, failed);
  const std::filesystem::path copy = std::filesystem::weakly_canonical(to, failed);
  if (failed) return NotKept(failed.message());
  for (const char* const part : {"", "-wal", "-shm", "-journal", ".lock"})
    if (copy == store.string() + part) return PlaceTaken();
  if (std::filesystem::equivalent(from, to, failed)) return PlaceTaken();  // by another name
  if (std::filesystem::exists(to + "-wal", failed)) return PlaceTaken();
  if (!std::filesystem::exists(to + ".lock", failed)) return OkStatus();
  const StatusOr<sqlite::LockFile> lock = sqlite::LockFile::Acquire(to + ".lock");
  return lock.ok() ? OkStatus() : PlaceTaken();
}

StatusOr<Handle> Open(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) return sqlite::FromResultCode(code);
  sqlite3_busy_timeout(handle.get(), kBusyMs);
  return handle;
}

Status Run(sqlite3* handle, const char* sql) {
  const int code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? OkStatus() : sqlite::FromResultCode(sqlite3_extended_errcode(handle));
}

// All pages under one read lock: what is written meanwhile is not in the copy, and does not make it
// begin anew.
Status CopyPages(sqlite3* from, sqlite3* to) {
  sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) return sqlite::FromResultCode(sqlite3_extended_errcode(to));
  const int step = sqlite3_backup_step(backup, kAllPages);
  const int end = sqlite3_backup_finish(backup);
  if (step != SQLITE_DONE) return sqlite::FromResultCode(step);
  return end == SQLITE_OK ? OkStatus() : sqlite::FromResultCode(end);
}

Status CheckPages(const std::string& path) {
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<sqlite::Database> copy,
                      sqlite::Database::Open(path, {.role = sqlite::Role::kReader, .vfs = ""}));
  DM_ASSIGN_OR_RETURN(sqlite::Statement row, copy->Query("PRAGMA integrity_check(1)"));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  return found && row.Text(0) == "ok" ? OkStatus() : sqlite::FromResultCode(SQLITE_CORRUPT);
}

Status Sync(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return NotKept("the disk does not keep it");
  const bool kept = fsync(file) == 0;
  close(file);
  return kept ? OkStatus() : NotKept("the disk does not keep it");
}

Status Copy(const std::string& from, const std::string& part) {
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  if (const Status made = sqlite::EnsurePrivateFile(part); !made.ok())
    return NotKept(MessageOf(made));
  DM_ASSIGN_OR_RETURN(const Handle source, Open(from, SQLITE_OPEN_READWRITE));
  // The worker alone moves its log into the file.
  sqlite3_db_config(source.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  DM_RETURN_IF_ERROR(Run(source.get(), "PRAGMA query_only=ON"));
  DM_ASSIGN_OR_RETURN(const Handle copy, Open(part, SQLITE_OPEN_READWRITE));
  DM_RETURN_IF_ERROR(CopyPages(source.get(), copy.get()));
  // The pages say that the file has a log beside it: the copy has none.
  return Run(copy.get(), "PRAGMA journal_mode=DELETE");
}

}  // namespace

Status CopySqliteStore(const std::string& from, const std::string& to) {
  if (!std::filesystem::exists(from)) return sqlite::FromResultCode(SQLITE_CANTOPEN);
  DM_RETURN_IF_ERROR(CheckPlace(from, to));
  const std::string part = to + ".part";
  Status status = Copy(from, part);
  if (status.ok()) status = CheckPages(part);
  if (status.ok()) status = Sync(part);
  if (status.ok() && std::rename(part.c_str(), to.c_str()) != 0)
    status = NotKept(std::error_code(errno, std::system_category()).message());
  if (status.ok()) return Sync(std::filesystem::absolute(to).parent_path().string());
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return status;
}

}  // namespace dm
