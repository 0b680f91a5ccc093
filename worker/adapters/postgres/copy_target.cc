#include "worker/adapters/postgres/copy_target.h"

#include <memory>
#include <string>
#include <vector>

#include "worker/adapters/postgres/connection.h"
#include "worker/adapters/postgres/migrations.h"

namespace dm::postgres {
namespace {

// Whoever opens the store meanwhile waits for the row that says whose it is.
constexpr char kBegin[] = "BEGIN; LOCK TABLE store IN EXCLUSIVE MODE";
// What the migrations put there themselves; the copy has its own.
constexpr char kMakeRoom[] = "DELETE FROM control";
// Who held a case holds none in the copy; tokens go on from where they were.
constexpr char kDropClaims[] =
    "UPDATE cases SET claimed_by = '', claimed_until_ms = 0 WHERE claimed_until_ms > 0";
constexpr char kNumbered[] =
    "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema "
    "= current_schema() AND is_identity = 'YES'";

Status NotEmpty() {
  return FailedPrecondition("the database holds a store already",
                            {.reason = "STORE_NOT_EMPTY",
                             .field = "store.connection",
                             .remedy = "Name an empty database or schema; nothing was changed."});
}

Status Miscounted(const std::string& table) {
  return MakeStatus(StatusCode::kDataLoss,
                    "the copy of " + table + " has another number of rows",
                    {.reason = "STORE_COPY_DIFFERS",
                     .field = "store.connection",
                     .remedy = "Nothing was kept. Report it; go on with the file."});
}

struct Numbered {
  std::string table;
  std::string column;
};

// Numbers that the database gives go on after the highest that was copied.
Status GoOnNumbering(Connection& connection) {
  std::vector<Numbered> all;
  {
    DM_ASSIGN_OR_RETURN(sql::Statement row, connection.Query(kNumbered));
    DM_ASSIGN_OR_RETURN(bool more, row.Step());
    while (more) {
      all.push_back({.table = row.Text(0), .column = row.Text(1)});
      DM_ASSIGN_OR_RETURN(more, row.Step());
    }
  }
  for (const Numbered& one : all) {
    DM_RETURN_IF_ERROR(connection.Execute("SELECT setval(pg_get_serial_sequence('" + one.table +
                                          "', '" + one.column + "'), coalesce(max(" + one.column +
                                          "), 0) + 1, false) FROM " + one.table));
  }
  return OkStatus();
}

StatusOr<Copied> CopyAll(Connection& connection, sql::CopySource& source) {
  Copied copied;
  DM_RETURN_IF_ERROR(connection.StartSending());
  std::vector<std::int64_t> counts;
  for (const sql::CopyTable& table : source.tables()) {
    DM_ASSIGN_OR_RETURN(const std::int64_t rows,
                        sql::CopyRows(source.database(), connection, table));
    // What was sent of one table is answered before the next: little waits at once.
    DM_RETURN_IF_ERROR(connection.FinishSending());
    DM_RETURN_IF_ERROR(connection.StartSending());
    counts.push_back(rows);
    copied.rows += rows;
    ++copied.tables;
  }
  DM_RETURN_IF_ERROR(connection.FinishSending());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string& name = source.tables()[i].name;
    DM_ASSIGN_OR_RETURN(const std::int64_t there, sql::CountRows(connection, name));
    if (there != counts[i]) return Miscounted(name);
  }
  return copied;
}

}  // namespace

StatusOr<Copied> CopyInto(const PostgresOptions& options, sql::CopySource& source) {
  DM_RETURN_IF_ERROR(CheckPostgresConnection(options));
  DM_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                      Connection::Open({.conninfo = options.connection,
                                        .password = options.password,
                                        .connect_timeout_ms = options.connect_timeout_ms,
                                        .statement_timeout_ms = options.statement_timeout_ms}));
  DM_RETURN_IF_ERROR(Migrate(*connection, Migrations()));
  Transaction transaction(*connection);
  DM_RETURN_IF_ERROR(transaction.Begin(kBegin));
  DM_ASSIGN_OR_RETURN(const std::int64_t stores, sql::CountRows(*connection, "store"));
  DM_ASSIGN_OR_RETURN(const std::int64_t cases, sql::CountRows(*connection, "cases"));
  DM_ASSIGN_OR_RETURN(const std::int64_t records, sql::CountRows(*connection, "audit"));
  if (stores + cases + records > 0) return NotEmpty();
  DM_RETURN_IF_ERROR(connection->Execute(kMakeRoom));
  DM_ASSIGN_OR_RETURN(const Copied copied, CopyAll(*connection, source));
  DM_RETURN_IF_ERROR(connection->Execute(kDropClaims));
  DM_RETURN_IF_ERROR(GoOnNumbering(*connection));
  DM_RETURN_IF_ERROR(transaction.Commit());
  return copied;
}

}  // namespace dm::postgres
