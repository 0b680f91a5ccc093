#include "worker/adapters/sqlite/key_use.h"

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>

#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/errors.h"
#include "worker/adapters/sqlite/migrations.h"

namespace dm::sqlite {

StatusOr<std::vector<sql::KeyUse>> ReadKeyUse(const std::string& path) {
  if (!std::filesystem::exists(path)) return FromResultCode(SQLITE_CANTOPEN);
  ConnectionOptions options;
  options.role = Role::kReader;
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<Database> database, Database::Open(path, options));
  DM_ASSIGN_OR_RETURN(const std::int64_t version, VersionOf(*database));
  if (version >= kFirstWithKeys) return sql::CountKeyUse(*database);
  return FailedPrecondition("the store has version " + std::to_string(version) + ", without keys",
                            {.reason = "STORE_OLDER",
                             .field = "database",
                             .remedy = "Start the worker of this version on it once."});
}

}  // namespace dm::sqlite
