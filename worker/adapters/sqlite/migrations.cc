#include "worker/adapters/sqlite/migrations.h"

#include <cstdint>
#include <string>

#include "worker/adapters/sqlite/schema_0001.h"
#include "worker/adapters/sqlite/schema_0002.h"
#include "worker/adapters/sqlite/schema_0003.h"
#include "worker/adapters/sqlite/schema_0004.h"
#include "worker/adapters/sqlite/schema_0005.h"
#include "worker/adapters/sqlite/schema_0006.h"
#include "worker/adapters/sqlite/schema_0007.h"
#include "worker/adapters/sqlite/schema_0008.h"
#include "worker/adapters/sqlite/schema_0009.h"
#include "worker/adapters/sqlite/schema_0010.h"
#include "worker/adapters/sqlite/schema_0011.h"
#include "worker/adapters/sqlite/schema_0012.h"
#include "worker/adapters/sqlite/schema_0013.h"
#include "worker/adapters/sqlite/schema_0014.h"
#include "worker/adapters/sqlite/schema_0015.h"
#include "worker/adapters/sqlite/schema_0016.h"

namespace dm::sqlite {
namespace {

constexpr std::int64_t kNone = 0;

Status Newer(std::int64_t version, std::int64_t last) {
  return FailedPrecondition(
      "the store has version " + std::to_string(version) + ", this program knows " +
          std::to_string(last),
      {.reason = "STORE_NEWER",
       .field = "database",
       .remedy =
           "Start the newer program again, let it step the store back (medarbetare store back), or "
           "restore the backup that was taken before it."});
}

Status CheckRows(Database& database, std::int64_t version, const sql::StepBack& back) {
  if (back.rows == nullptr) return OkStatus();
  DM_ASSIGN_OR_RETURN(Statement row, database.Query(back.rows));
  DM_RETURN_IF_ERROR(row.Step().status());
  return row.Int(0) == 0 ? OkStatus() : sql::StepBackRefused(version, row.Int(0), back);
}

// Lets a step change the text of a definition, which no other statement may.
class OpenDefinitions {
 public:
  explicit OpenDefinitions(Database& database) : database_(database) {
    database_.GuardDefinitions(false);
  }

  OpenDefinitions(const OpenDefinitions&) = delete;
  OpenDefinitions& operator=(const OpenDefinitions&) = delete;
  OpenDefinitions(OpenDefinitions&&) = delete;
  OpenDefinitions& operator=(OpenDefinitions&&) = delete;

  ~OpenDefinitions() { database_.GuardDefinitions(true); }

 private:
  Database& database_;
};

Status Step(Database& database, const char* sql, std::int64_t version) {
  const OpenDefinitions open(database);
  DM_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginWrite(database));
  DM_RETURN_IF_ERROR(database.Execute(sql));
  DM_RETURN_IF_ERROR(
      database.Execute(("PRAGMA user_version = " + std::to_string(version)).c_str()));
  return transaction.Commit();
}

}  // namespace

StatusOr<std::int64_t> VersionOf(Database& database) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query("PRAGMA user_version"));
  DM_RETURN_IF_ERROR(row.Step().status());
  return row.Int(0);
}

const std::vector<Migration>& Migrations() {
  static const std::vector<Migration> migrations = {{kSchema0001},
                                                    {kSchema0002},
                                                    {kSchema0003},
                                                    {kSchema0004},
                                                    {kSchema0005},
                                                    {kSchema0006},
                                                    {kSchema0007},
                                                    {kSchema0008},
                                                    {kSchema0009, BackFrom0009()},
                                                    {kSchema0010, BackFrom0010()},
                                                    {kSchema0011, BackFrom0011()},
                                                    {Schema0012(), BackFrom0012()},
                                                    {Schema0013(), BackFrom0013()},
                                                    {kSchema0014, BackFrom0014()},
                                                    {kSchema0015, BackFrom0015()},
                                                    {kSchema0016, BackFrom0016()}};
  return migrations;
}

Status Migrate(Database& database, const std::vector<Migration>& migrations) {
  const auto last = static_cast<std::int64_t>(migrations.size());
  DM_ASSIGN_OR_RETURN(std::int64_t version, VersionOf(database));
  if (version > last || version < 0) return Newer(version, last);
  for (; version < last; ++version) {
    const Migration& migration = migrations[static_cast<std::size_t>(version)];
    const Status step = Step(database, migration.sql, version + 1);
    if (!step.ok()) return Annotate(step, "migration " + std::to_string(version + 1));
  }
  return OkStatus();
}

Status MigrateBack(Database& database, const std::vector<Migration>& migrations, std::int64_t to) {
  DM_ASSIGN_OR_RETURN(std::int64_t version, VersionOf(database));
  DM_RETURN_IF_ERROR(CheckWayBack(migrations, version, to));
  DM_RETURN_IF_ERROR(CheckRowsBack(database, migrations, to, kNone));
  for (; version > to; --version) {
    const sql::StepBack& back = migrations[static_cast<std::size_t>(version - 1)].back;
    const Status step = Step(database, back.sql, version - 1);
    if (!step.ok()) return Annotate(step, "step back from " + std::to_string(version));
  }
  return OkStatus();
}

Status CheckRowsBack(Database& database,
                     const std::vector<Migration>& migrations,
                     std::int64_t to,
                     std::int64_t but_for) {
  DM_ASSIGN_OR_RETURN(const std::int64_t version, VersionOf(database));
  for (std::int64_t step = version; step > to; --step) {
    if (step == but_for) continue;
    DM_RETURN_IF_ERROR(
        CheckRows(database, step, migrations[static_cast<std::size_t>(step - 1)].back));
  }
  return OkStatus();
}

Status CheckWayBack(const std::vector<Migration>& migrations,
                    std::int64_t version,
                    std::int64_t to) {
  const auto last = static_cast<std::int64_t>(migrations.size());
  if (version > last || version < 0) return Newer(version, last);
  if (to < 1 || to > version) return sql::NoStepBack(version, to);
  for (std::int64_t step = version; step > to; --step) {
    if (migrations[static_cast<std::size_t>(step - 1)].back.sql == nullptr)
      return sql::NoStepBack(version, to);
  }
  return OkStatus();
}

}  // namespace dm::sqlite
