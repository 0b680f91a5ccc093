#include "worker/wiring/store.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include "worker/adapters/postgres/copy_target.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sqlite/copy_source.h"
#include "worker/adapters/sqlite/key_use.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/secret_file.h"

namespace dm {
namespace {

Status PasswordRefused(const char* what, const char* remedy) {
  return FailedPrecondition(
      what, {.reason = "PASSWORD_FILE_REFUSED", .field = "store.password_file", .remedy = remedy});
}

}  // namespace

StatusOr<std::string> ReadPassword(const std::string& path) {
  if (path.empty()) return std::string();
  DM_RETURN_IF_ERROR(CheckSecretFile("store.password_file", path));
  std::ifstream file(path);
  if (!file.is_open())
    return PasswordRefused("the file of the database's password cannot be read",
                           "Check the path and that the worker's user may read it.");
  std::string line;
  std::getline(file, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty())
    return PasswordRefused("the file of the database's password is empty",
                           "Write the password on its first line.");
  return line;
}

namespace {

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

StatusOr<std::string> ReadEffectKey(const std::string& path) {
  constexpr std::size_t kBytesMin = 32;
  constexpr std::size_t kBytesMax = 4'096;
  if (path.empty()) return std::string();
  const auto refused = [](const char* what, const char* remedy) {
    return FailedPrecondition(
        what, {.reason = "EFFECT_KEY_REFUSED", .field = "effects.id_key_file", .remedy = remedy});
  };
  DM_RETURN_IF_ERROR(CheckSecretFile("effects.id_key_file", path));
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open())
    return refused("the file of the effects' key cannot be read",
                   "Check the path and that the worker's user may read it.");
  std::string key(kBytesMax + 1, '\0');
  file.read(key.data(), static_cast<std::streamsize>(key.size()));
  key.resize(static_cast<std::size_t>(file.gcount()));
  if (key.ends_with('\n')) key.pop_back();
  if (key.size() < kBytesMin || key.size() > kBytesMax)
    return refused("the effects' key has not 32 to 4096 bytes",
                   "Make one: openssl rand -hex 32. Never change it after the first start.");
  return key;
}

StatusOr<std::shared_ptr<sealing::KeyRing>> OpenKeys(const Config& config) {
  if (config.sealing.key_file.empty()) return std::shared_ptr<sealing::KeyRing>();
  return sealing::KeyRing::Open(config.sealing.key_file);
}

StatusOr<std::unique_ptr<WholeStore>> OpenStore(const Config& config, Instant now) {
  DM_ASSIGN_OR_RETURN(std::string effect_key, ReadEffectKey(config.effects.id_key_file));
  DM_ASSIGN_OR_RETURN(const std::shared_ptr<sealing::KeyRing> keys, OpenKeys(config));
  if (config.store.kind == StoreKind::kSqlite) {
    SqliteOptions options;
    options.effect_key = std::move(effect_key);
    options.keys = keys;
    return OpenSqliteStore(config.database, config.municipality, options, now);
  }
  DM_ASSIGN_OR_RETURN(PostgresOptions options, PostgresOptionsOf(config));
  options.effect_key = std::move(effect_key);
  options.keys = keys;
  return OpenPostgresStore(options, config.municipality, now);
}

Status StepStoreBack(const Config& config, std::int64_t to, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::shared_ptr<sealing::KeyRing> keys, OpenKeys(config));
  if (config.store.kind == StoreKind::kSqlite)
    return StepSqliteStoreBack(config.database, to, keys, now);
  DM_ASSIGN_OR_RETURN(PostgresOptions options, PostgresOptionsOf(config));
  options.keys = keys;
  return StepPostgresStoreBack(options, to, now);
}

StatusOr<std::vector<KeyUse>> ReadKeyUse(const Config& config) {
  std::vector<sql::KeyUse> found;
  if (config.store.kind == StoreKind::kSqlite) {
    DM_ASSIGN_OR_RETURN(found, sqlite::ReadKeyUse(config.database));
  } else {
    DM_ASSIGN_OR_RETURN(const PostgresOptions options, PostgresOptionsOf(config));
    DM_ASSIGN_OR_RETURN(found, ReadPostgresKeyUse(options));
  }
  std::vector<KeyUse> uses;
  uses.reserve(found.size());
  for (const sql::KeyUse& one : found) uses.push_back({.key = one.key, .wraps = one.wraps});
  return uses;
}

StatusOr<CopiedStore> CopyStore(const Config& from, const Config& to) {
  const bool fits = from.store.kind == StoreKind::kSqlite &&
                    to.store.kind == StoreKind::kPostgresql && from.municipality == to.municipality;
  if (!fits)
    return FailedPrecondition(
        "a file is copied into a database of the same municipality",
        {.reason = "CONFIG_NOT_COPYABLE",
         .field = from.municipality == to.municipality ? "store.kind" : "municipality",
         .remedy = "Give --config with `database` and --to with `store` of "
                   "kind postgresql, both of one municipality."});
  DM_ASSIGN_OR_RETURN(const PostgresOptions options, PostgresOptionsOf(to));
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<sql::CopySource> source,
                      sqlite::OpenCopySource(from.database));
  DM_ASSIGN_OR_RETURN(const postgres::Copied copied, postgres::CopyInto(options, *source));
  return CopiedStore{.tables = copied.tables, .rows = copied.rows};
}

}  // namespace dm
