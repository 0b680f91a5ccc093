#include "worker/wiring_store.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sqlite/sqlite_store.h"

namespace dm {
namespace {

Status PasswordRefused(const char* what, const char* remedy) {
  return FailedPrecondition(
      what, {.reason = "PASSWORD_FILE_REFUSED", .field = "store.password_file", .remedy = remedy});
}

// The first line; nothing where no file is named.
StatusOr<std::string> ReadPassword(const std::string& path) {
  if (path.empty()) return std::string();
  std::error_code failed;
  const std::filesystem::perms mode = std::filesystem::status(path, failed).permissions();
  std::ifstream file(path);
  if (failed || !file.is_open())
    return PasswordRefused("the file of the database's password cannot be read",
                           "Check the path and that the worker's user may read it.");
  using std::filesystem::perms;
  if ((mode & (perms::group_all | perms::others_all)) != perms::none)
    return PasswordRefused("others may read the file of the database's password",
                           "chmod 0600 it, or hand it over as a credential of systemd.");
  std::string line;
  std::getline(file, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty())
    return PasswordRefused("the file of the database's password is empty",
                           "Write the password on its first line.");
  return line;
}

StatusOr<PostgresOptions> PostgresOptionsOf(const Config& config) {
  PostgresOptions options;
  options.connection = config.store.connection;
  DM_ASSIGN_OR_RETURN(options.password, ReadPassword(config.store.password_file));
  options.connections = config.store.connections;
  options.connect_timeout_ms = config.store.connect_timeout_ms;
  options.statement_timeout_ms = config.store.statement_timeout_ms;
  options.require_verified_server = config.environment != Environment::kDevelopment;
  return options;
}

}  // namespace

StatusOr<std::unique_ptr<Store>> OpenStore(const Config& config, Instant now) {
  if (config.store.kind == StoreKind::kSqlite) {
    return OpenSqliteStore(config.database, config.municipality, {}, now);
  }
  DM_ASSIGN_OR_RETURN(const PostgresOptions options, PostgresOptionsOf(config));
  return OpenPostgresStore(options, config.municipality, now);
}

Status StepStoreBack(const Config& config, std::int64_t to) {
  if (config.store.kind == StoreKind::kSqlite) return StepSqliteStoreBack(config.database, to);
  DM_ASSIGN_OR_RETURN(const PostgresOptions options, PostgresOptionsOf(config));
  return StepPostgresStoreBack(options, to);
}

}  // namespace dm
