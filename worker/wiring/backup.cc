#include "worker/wiring/backup.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "worker/adapters/sqlite/backup.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/audit/checkpoint_file.h"
#include "worker/case/audit_chain.h"
#include "worker/wiring/store.h"

namespace dm {
namespace {

constexpr int kRecordsAtOnce = 1'000;

Status OfTheServer(const char* remedy) {
  return FailedPrecondition(
      "the store is PostgreSQL",
      {.reason = "BACKUP_BY_SERVER", .field = "store.kind", .remedy = remedy});
}

// Goes with what it holds.
class Scratch {
 public:
  explicit Scratch(std::string path) : path_(std::move(path)) {}

  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(Scratch&&) = delete;

  StatusOr<std::string> Copy(const std::string& file) const {
    const std::string copy = path_ + "/restored.db";
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed))
      return FailedPrecondition(file + " is no file that this user can see",
                                {.reason = "RESTORE_FAILED",
                                 .field = "file",
                                 .remedy = "name a copy that `backup` made, one file, and see that "
                                           "this user may enter its folder"});
    std::filesystem::remove_all(path_, failed);
    if (!failed) std::filesystem::create_directory(path_, failed);
    if (!failed) std::filesystem::permissions(path_, std::filesystem::perms::owner_all, failed);
    if (!failed) std::filesystem::copy_file(file, copy, failed);
    if (!failed) return copy;
    return FailedPrecondition(
        file + " cannot be restored beside itself: " + failed.message(),
        {.reason = "RESTORE_FAILED",
         .field = "file",
         .remedy = "name a copy that `backup` made, in a folder that this user may write to and "
                   "that has room for it once more"});
  }

 private:
  const std::string path_;
};

// What is said of the worker's own store is not what to do about a copy of it.
Status OfTheCopy(const Status& status) {
  if (DetailOf(status).reason != "STORE_CORRUPT") return status;
  return MakeStatus(status.code(),
                    "the copy is damaged or is no database",
                    {.reason = "STORE_CORRUPT",
                     .field = "file",
                     .remedy = "Take a new copy now (medarbetare backup), try an older one, and "
                               "check the disk that this one lies on."});
}

// Reads every record; `noted` must be among them, where the chain is long enough.
StatusOr<AuditHead> CheckChain(Store& store, const std::optional<AuditCheckpoint>& noted) {
  AuditChainCheck check;
  for (std::int64_t from = 1;;) {
    DM_ASSIGN_OR_RETURN(const std::vector<AuditRecord> records,
                        store.ReadAudit(from, kRecordsAtOnce));
    for (const AuditRecord& record : records) {
      DM_RETURN_IF_ERROR(check.Take(record));
      if (noted && record.sequence == noted->sequence && record.sha256 != noted->sha256)
        return AuditChainBroken(record.sequence, "is another than the one that was noted");
    }
    if (records.empty()) return check.head();
    from = records.back().sequence + 1;
  }
}

StatusOr<RestoreRehearsal> Rehearse(const Config& config, Store& store) {
  std::optional<AuditCheckpoint> noted;
  if (!config.audit.checkpoints.empty()) {
    DM_ASSIGN_OR_RETURN(noted, audit::CheckpointFile(config.audit.checkpoints).Latest());
  }
  RestoreRehearsal rehearsal;
  DM_ASSIGN_OR_RETURN(rehearsal.head, CheckChain(store, noted));
  DM_ASSIGN_OR_RETURN(rehearsal.states, store.CountStates());
  if (noted)
    rehearsal.later_records = std::max<std::int64_t>(0, noted->sequence - rehearsal.head.sequence);
  return rehearsal;
}

}  // namespace

Status BackUpStore(const Config& config, const std::string& to) {
  if (config.store.kind != StoreKind::kSqlite)
    return OfTheServer("use the server's own tools: docs/operating/backup.md shows how");
  return CopySqliteStore(config.database, to);
}

StatusOr<RestoreRehearsal> RehearseRestore(const Config& config,
                                           const std::string& file,
                                           Instant now) {
  if (config.store.kind == StoreKind::kSqlite) {
    if (file.empty())
      return InvalidArgument("no copy is named",
                             {"FIELD_REQUIRED", "file", "name a copy that `backup` made"});
    const Scratch scratch(file + ".rehearsal");
    DM_ASSIGN_OR_RETURN(const std::string copy, scratch.Copy(file));
    SqliteOptions options;
    DM_ASSIGN_OR_RETURN(options.keys, OpenKeys(config));
    const auto store = OpenSqliteStore(copy, config.municipality, options, now);
    if (!store.ok()) return OfTheCopy(store.status());
    return Rehearse(config, **store);
  }
  if (!file.empty())
    return OfTheServer(
        "restore it into a server of its own, and name a configuration that has "
        "that one as its store (--config), and no file");
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(config, now));
  return Rehearse(config, *store);
}

}  // namespace dm
