#include "worker/adapters/postgres/migrations.h"

#include "worker/adapters/postgres/schema_0007_cases.h"
#include "worker/adapters/postgres/schema_0007_desk.h"
#include "worker/adapters/postgres/schema_0008.h"
#include "worker/adapters/postgres/schema_0009.h"
#include "worker/adapters/postgres/schema_0010.h"
#include "worker/adapters/postgres/schema_0011.h"
#include "worker/adapters/postgres/schema_0012.h"
#include "worker/adapters/postgres/schema_0014.h"
#include "worker/adapters/postgres/schema_0015.h"
#include "worker/adapters/postgres/schema_0016.h"

namespace dm::postgres {
namespace {

// Version 13 is SQLite's alone; the numbers go together.
constexpr char kNothing[] = "SET LOCAL lock_timeout = 0";

constexpr std::int64_t kNone = 0;

// Of the advisory lock that is held while a schema changes ("Medb", as in SQLite's header).
constexpr char kBegin[] =
    "BEGIN; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SELECT "
    "pg_advisory_xact_lock(1298490466, 1)";

constexpr char kVersionTable[] =
    "CREATE TABLE store_version (only_row BIGINT PRIMARY KEY CHECK (only_row = 1), version BIGINT "
    "NOT NULL)";

// A step over years of rows takes as long as it takes, on the server (kBegin) and here.
class LongAnswers {
 public:
  explicit LongAnswers(Connection& connection)
      : connection_(connection), before_ms_(connection.SetAnswerTimeout(kLongMs)) {}

  ~LongAnswers() { connection_.SetAnswerTimeout(before_ms_); }

  LongAnswers(const LongAnswers&) = delete;
  LongAnswers& operator=(const LongAnswers&) = delete;
  LongAnswers(LongAnswers&&) = delete;
  LongAnswers& operator=(LongAnswers&&) = delete;

 private:
  static constexpr int kLongMs = 24 * 3'600'000;

  Connection& connection_;
  const int before_ms_;
};

StatusOr<std::int64_t> OneNumber(Connection& connection, std::string_view sql) {
  DM_ASSIGN_OR_RETURN(sql::Statement row, connection.Query(sql));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  return found ? row.Int(0) : 0;
}

Status Foreign() {
  return FailedPrecondition("the schema holds tables of another program",
                            {.reason = "STORE_FOREIGN",
                             .field = "store.connection",
                             .remedy = "Name a database of this program, or an empty one."});
}

Status Newer(std::int64_t version, std::int64_t last) {
  return FailedPrecondition(
      "the store has version " + std::to_string(version) + ", this program knows " +
          std::to_string(last),
      {.reason = "STORE_NEWER",
       .field = "store.connection",
       .remedy = "Start the newer program again, let it step the store back (medarbetare store "
                 "back), or restore the backup that was taken before it."});
}

Status Step(Connection& connection, const Migration& migration) {
  for (const char* const sql : migration.sql) DM_RETURN_IF_ERROR(connection.Execute(sql));
  return connection.Run(
      "INSERT INTO store_version VALUES (1, ?1) ON CONFLICT (only_row) DO UPDATE SET version = "
      "excluded.version",
      migration.version);
}

}  // namespace

StatusOr<std::int64_t> VersionOf(Connection& connection) {
  DM_ASSIGN_OR_RETURN(
      const std::int64_t ours,
      OneNumber(connection,
                "SELECT count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n "
                "ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relname = "
                "'store_version'"));
  if (ours > 0) return OneNumber(connection, "SELECT version FROM store_version");
  DM_ASSIGN_OR_RETURN(
      const std::int64_t tables,
      OneNumber(connection,
                "SELECT count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n "
                "ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind IN "
                "('r', 'p', 'v', 'm')"));
  if (tables > 0) return Foreign();
  return 0;
}

const std::vector<Migration>& Migrations() {
  static const std::vector<Migration> migrations = {{7, {kSchema0007Cases, kSchema0007Desk}},
                                                    {8, {kSchema0008}},
                                                    {9, {kSchema0009}, BackFrom0009()},
                                                    {10, {kSchema0010}, BackFrom0010()},
                                                    {11, {kSchema0011}, BackFrom0011()},
                                                    {12, {kSchema0012}, BackFrom0012()},
                                                    {13, {kNothing}, {.sql = kNothing}},
                                                    {14, {kSchema0014}, BackFrom0014()},
                                                    {15, {kSchema0015}, BackFrom0015()},
                                                    {16, {kSchema0016}, BackFrom0016()}};
  return migrations;
}

Status Migrate(Connection& connection, const std::vector<Migration>& migrations) {
  const std::int64_t last = migrations.back().version;
  const LongAnswers patience(connection);
  while (true) {
    Transaction transaction(connection);
    DM_RETURN_IF_ERROR(transaction.Begin(kBegin));
    DM_ASSIGN_OR_RETURN(const std::int64_t version, VersionOf(connection));
    if (version > last || version < 0) return Newer(version, last);
    if (version == last) return OkStatus();
    if (version == 0) DM_RETURN_IF_ERROR(connection.Execute(kVersionTable));
    for (const Migration& migration : migrations) {
      if (migration.version <= version) continue;
      const Status step = Step(connection, migration);
      if (!step.ok()) return Annotate(step, "migration " + std::to_string(migration.version));
      break;
    }
    DM_RETURN_IF_ERROR(transaction.Commit());
  }
}

Status MigrateBack(Connection& connection,
                   const std::vector<Migration>& migrations,
                   std::int64_t to) {
  const LongAnswers patience(connection);
  Transaction transaction(connection);
  DM_RETURN_IF_ERROR(transaction.Begin(kBegin));
  DM_ASSIGN_OR_RETURN(const std::int64_t version, VersionOf(connection));
  DM_RETURN_IF_ERROR(CheckWayBack(migrations, version, to));
  DM_RETURN_IF_ERROR(CheckRowsBack(connection, migrations, to, kNone));
  for (std::size_t i = migrations.size(); i > 0; --i) {
    const Migration& migration = migrations[i - 1];
    if (migration.version > version || migration.version <= to) continue;
    const Status step = connection.Execute(migration.back.sql);
    if (!step.ok()) {
      return Annotate(step, "step back from " + std::to_string(migration.version));
    }
  }
  DM_RETURN_IF_ERROR(connection.Run("UPDATE store_version SET version = ?1", to));
  return transaction.Commit();
}

Status CheckRowsBack(Connection& connection,
                     const std::vector<Migration>& migrations,
                     std::int64_t to,
                     std::int64_t but_for) {
  DM_ASSIGN_OR_RETURN(const std::int64_t version, VersionOf(connection));
  for (const Migration& step : migrations) {
    const bool made = step.version > to && step.version <= version;
    if (!made || step.version == but_for || step.back.rows == nullptr) continue;
    DM_ASSIGN_OR_RETURN(const std::int64_t rows, OneNumber(connection, step.back.rows));
    if (rows > 0) return sql::StepBackRefused(step.version, rows, step.back);
  }
  return OkStatus();
}

Status CheckWayBack(const std::vector<Migration>& migrations,
                    std::int64_t version,
                    std::int64_t to) {
  const std::int64_t last = migrations.back().version;
  if (version > last || version < 0) return Newer(version, last);
  if (to < migrations.front().version || to > version) return sql::NoStepBack(version, to);
  for (const Migration& step : migrations) {
    if (step.version > to && step.version <= version && step.back.sql == nullptr)
      return sql::NoStepBack(version, to);
  }
  return OkStatus();
}

Status CheckVersion(Connection& connection, const std::vector<Migration>& migrations) {
  DM_ASSIGN_OR_RETURN(const std::int64_t version,
                      OneNumber(connection, "SELECT version FROM store_version"));
  const std::int64_t last = migrations.back().version;
  return version == last ? OkStatus() : Newer(version, last);
}

}  // namespace dm::postgres
