#include <libpq-fe.h>

#include <memory>
#include <string_view>
#include <utility>

#include "worker/adapters/postgres/connection.h"
#include "worker/adapters/postgres/migrations.h"
#include "worker/adapters/postgres/neighbours.h"
#include "worker/adapters/postgres/postgres_engine.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/seal_rows.h"
#include "worker/adapters/sql/store_impl.h"
#include "worker/adapters/sql/store_rows.h"
#include "worker/core/digest.h"
#include "worker/core/loopback.h"

namespace dm {
namespace {

using postgres::Connection;
using postgres::ConnectionOptions;

constexpr int kConnectionsMax = 64;

Status Invalid(const char* message, const char* field, const char* remedy) {
  return InvalidArgument(message,
                         {.reason = "STORE_OPTIONS_INVALID", .field = field, .remedy = remedy});
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

using ParsedOptions = std::unique_ptr<PQconninfoOption, FreeOptions>;

// What libpq puts in place of a keyword that is not written: of the environment, and of the service
// that it names.
ParsedOptions Defaults() {
  return ParsedOptions(PQconndefaults());
}

std::string_view ValueOf(const ParsedOptions& options, std::string_view keyword) {
  for (const PQconninfoOption* one = options.get(); one->keyword != nullptr; ++one) {
    if (keyword == one->keyword && one->val != nullptr) return one->val;
  }
  return {};
}

// An address that leads to no other machine: a folder of sockets, or loopback. All of a list.
bool IsOnThisMachine(std::string_view hosts) {
  while (true) {
    const std::size_t comma = hosts.find(',');
    const std::string_view host = hosts.substr(0, comma);
    const bool here = host.empty() || host.front() == '/' || IsLoopbackHost(host);
    if (!here) return false;
    if (comma == std::string_view::npos) return true;
    hosts = hosts.substr(comma + 1);
  }
}

Status CheckNumbers(const PostgresOptions& options) {
  const auto within = [](int value, int least, int most) {
    return value >= least && value <= most;
  };
  if (!within(options.connections, 1, kConnectionsMax))
    return Invalid("1 to 64 connections", "store.connections", "Correct the configuration.");
  if (!within(options.connect_timeout_ms, 1'000, 60'000))
    return Invalid("a connection is waited for 1 s to 60 s",
                   "store.connect_timeout",
                   "Correct the configuration.");
  if (!within(options.statement_timeout_ms, 1'000, 600'000))
    return Invalid("a statement takes at most 1 s to 600 s",
                   "store.statement_timeout",
                   "Correct the configuration.");
  return OkStatus();
}

ConnectionOptions ConnectionOptionsOf(const PostgresOptions& options) {
  return {.conninfo = options.connection,
          .password = options.password,
          .connect_timeout_ms = options.connect_timeout_ms,
          .statement_timeout_ms = options.statement_timeout_ms,
          .lease_clock = options.leases_by_callers_clock ? postgres::LeaseClock::kCaller
                                                         : postgres::LeaseClock::kDatabase};
}

std::shared_ptr<sql::Vault> VaultOf(const PostgresOptions& options) {
  return options.keys == nullptr ? nullptr : std::make_shared<sql::Vault>(options.keys);
}

// In turn with other processes.
sql::InTurn InTurnOf(Connection& connection) {
  return [&connection](const sql::Change& change) -> Status {
    postgres::Transaction transaction(connection);
    DM_RETURN_IF_ERROR(
        transaction.Begin("BEGIN; SELECT only_row FROM store WHERE only_row = 1 FOR UPDATE"));
    connection.ForgetTurn();
    DM_RETURN_IF_ERROR(change(connection));
    return transaction.Commit();
  };
}

// What stands before any change: whose the store is and whether its audit chain holds.
Status Prepare(Connection& connection, const std::string& municipality, Instant now) {
  DM_RETURN_IF_ERROR(postgres::Migrate(connection, postgres::Migrations()));
  postgres::Transaction transaction(connection);
  DM_RETURN_IF_ERROR(transaction.Begin("BEGIN"));
  DM_RETURN_IF_ERROR(sql::CheckMunicipality(connection, municipality, "store.connection", now));
  DM_RETURN_IF_ERROR(sql::CheckAuditTail(connection));
  // Of stores that were opened long ago: nobody asks about their last commit any more.
  DM_RETURN_IF_ERROR(
      connection.Execute("DELETE FROM writers WHERE opened_at < now() - interval '90 days'"));
  DM_RETURN_IF_ERROR(transaction.Commit());
  // Old versions of rows go with the server's own cleaning: docs/operating/keys.md.
  const auto nothing_to_drop = [] { return OkStatus(); };
  return sql::PrepareSealing(connection, InTurnOf(connection), nothing_to_drop, now);
}

// libpq tells in words only why a connection was refused; a server that answers has refused it.
Status WhyNotOpened(const ConnectionOptions& options, const Status& status) {
  if (DetailOf(status).reason != "STORE_UNREACHABLE") return status;
  if (!Connection::ServerAnswers(options)) return status;
  return FailedPrecondition(
      "the database server answers, and refuses this database or user",
      {.reason = "STORE_CANNOT_OPEN",
       .field = "store.connection",
       .remedy = "Check dbname, user and certificate, pg_hba.conf and the server's log."});
}

Status InUse() {
  return FailedPrecondition("a worker has the store open",
                            {.reason = "STORE_IN_USE",
                             .field = "store.connection",
                             .remedy = "Stop all workers of this store first; one that has just "
                                       "ended is gone within seconds."});
}

}  // namespace

Status CheckPostgresConnection(const PostgresOptions& options) {
  DM_RETURN_IF_ERROR(CheckNumbers(options));
  char* error = nullptr;
  const ParsedOptions parsed(PQconninfoParse(options.connection.c_str(), &error));
  if (error != nullptr) PQfreemem(error);  // It may hold what was written.
  if (parsed == nullptr)
    return Invalid("store.connection is no connection string of PostgreSQL",
                   "store.connection",
                   "Write it as keywords (host=… dbname=… user=…) or as postgresql://….");
  if (!ValueOf(parsed, "password").empty())
    return Invalid("a password does not stand in the configuration",
                   "store.connection",
                   "Put it into a file of mode 0600 and name that in store.password_file.");
  if (!ValueOf(parsed, "service").empty())
    return Invalid("store.connection names a service, whose file says which server it is",
                   "store.connection",
                   "Write what the file has for it: host=… dbname=… user=… sslmode=….");
  const ParsedOptions defaults = Defaults();
  const auto is_here = [&](const char* keyword) {
    const std::string_view written = ValueOf(parsed, keyword);
    if (!written.empty()) return IsOnThisMachine(written);
    return defaults == nullptr || IsOnThisMachine(ValueOf(defaults, keyword));
  };
  const bool here = is_here("host") && is_here("hostaddr");
  if (options.require_verified_server && !here && ValueOf(parsed, "sslmode") != "verify-full")
    return Invalid("a database on another machine shows who it is",
                   "store.connection",
                   "Add sslmode=verify-full and sslrootcert=….");
  return OkStatus();
}

StatusOr<std::unique_ptr<WholeStore>> OpenPostgresStore(const PostgresOptions& options,
                                                        const std::string& municipality,
                                                        Instant now) {
  DM_RETURN_IF_ERROR(CheckPostgresConnection(options));
  if (municipality.empty())
    return Invalid("the store has a municipality", "municipality", "Correct the configuration.");
  const ConnectionOptions connection_options = ConnectionOptionsOf(options);
  const std::shared_ptr<sql::Vault> vault = VaultOf(options);
  {
    const StatusOr<std::unique_ptr<Connection>> first = Connection::Open(connection_options);
    if (!first.ok()) return WhyNotOpened(connection_options, first.status());
    (*first)->SetVault(vault);
    DM_RETURN_IF_ERROR(Prepare(**first, municipality, now));
  }
  const postgres::Connect connect = [connection_options,
                                     vault]() -> StatusOr<std::unique_ptr<Connection>> {
    DM_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                        Connection::Open(connection_options));
    DM_RETURN_IF_ERROR(postgres::CheckVersion(*connection, postgres::Migrations()));
    connection->SetVault(vault);
    return connection;
  };
  return std::unique_ptr<WholeStore>(std::make_unique<sql::StoreImpl>(
      municipality,
      std::make_unique<postgres::PostgresEngine>(
          connect,
          postgres::WriterOptions{.writer_id = "w" + RandomHex(12),
                                  .reconnect_timeout_ms = options.reconnect_timeout_ms},
          options.connections),
      options.effect_key,
      vault));
}

StatusOr<std::vector<sql::KeyUse>> ReadPostgresKeyUse(const PostgresOptions& options) {
  DM_RETURN_IF_ERROR(CheckPostgresConnection(options));
  const ConnectionOptions connection_options = ConnectionOptionsOf(options);
  const StatusOr<std::unique_ptr<Connection>> connection = Connection::Open(connection_options);
  if (!connection.ok()) return WhyNotOpened(connection_options, connection.status());
  DM_RETURN_IF_ERROR(postgres::CheckVersion(**connection, postgres::Migrations()));
  return sql::CountKeyUse(**connection);
}

Status StepPostgresStoreBack(const PostgresOptions& options, std::int64_t to, Instant now) {
  DM_RETURN_IF_ERROR(CheckPostgresConnection(options));
  const ConnectionOptions connection_options = ConnectionOptionsOf(options);
  const StatusOr<std::unique_ptr<Connection>> connection = Connection::Open(connection_options);
  if (!connection.ok()) return WhyNotOpened(connection_options, connection.status());
  DM_ASSIGN_OR_RETURN(const std::int64_t version, postgres::VersionOf(**connection));
  DM_RETURN_IF_ERROR(postgres::CheckWayBack(postgres::Migrations(), version, to));
  // A worker seals what it writes under keys that it has at hand: they must not go from under it.
  DM_ASSIGN_OR_RETURN(const bool alone, postgres::TryTakeDuties(**connection));
  if (!alone) return InUse();
  if (to < postgres::kFirstWithKeys && version >= postgres::kFirstWithKeys) {
    // Refused for what only a later form can hold, before anything is opened.
    DM_RETURN_IF_ERROR(postgres::CheckRowsBack(
        **connection, postgres::Migrations(), to, postgres::kFirstWithKeys));
    (*connection)->SetVault(VaultOf(options));
    DM_RETURN_IF_ERROR(sql::UnsealAll(**connection, InTurnOf(**connection), now));
  }
  return postgres::MigrateBack(**connection, postgres::Migrations(), to);
}

}  // namespace dm
