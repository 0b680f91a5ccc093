#include "worker/adapters/sqlite/copy_source.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>
#include <vector>

#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/errors.h"
#include "worker/adapters/sqlite/lock_file.h"
#include "worker/adapters/sqlite/migrations.h"

namespace dm::sqlite {
namespace {

using sql::CopyTable;
using sql::Statement;
using sql::ValueType;

StatusOr<std::vector<std::string>> Texts(Database& database,
                                         std::string_view sql,
                                         const std::string& of) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query(sql, of));
  std::vector<std::string> texts;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    texts.push_back(row.Text(0));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return texts;
}

ValueType TypeOf(const std::string& declared) {
  if (declared == "INTEGER") return ValueType::kInt;
  return declared == "BLOB" ? ValueType::kBlob : ValueType::kText;
}

StatusOr<CopyTable> TableNamed(Database& database, const std::string& name) {
  CopyTable table{.name = name, .columns = {}};
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query("SELECT name, type FROM pragma_table_info(?1)", name));
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    table.columns.push_back({.name = row.Text(0), .type = TypeOf(row.Text(1))});
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return table;
}

// Each after those that it refers to.
StatusOr<std::vector<CopyTable>> TablesOf(Database& database) {
  DM_ASSIGN_OR_RETURN(std::vector<std::string> left,
                      Texts(database,
                            "SELECT name FROM sqlite_schema WHERE type = ?1 AND name NOT LIKE "
                            "'sqlite%' ORDER BY name",
                            "table"));
  std::vector<CopyTable> tables;
  std::set<std::string> done;
  while (!left.empty()) {
    const std::size_t before = left.size();
    for (const std::string& name : std::exchange(left, {})) {
      DM_ASSIGN_OR_RETURN(
          const std::vector<std::string> parents,
          Texts(database, "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)", name));
      const bool ready = std::all_of(parents.begin(), parents.end(), [&](const std::string& one) {
        return one == name || done.contains(one);
      });
      if (!ready) {
        left.push_back(name);
        continue;
      }
      DM_ASSIGN_OR_RETURN(CopyTable table, TableNamed(database, name));
      tables.push_back(std::move(table));
      done.insert(name);
    }
    if (left.size() == before) return Internal("tables refer to each other in a circle");
  }
  return tables;
}

class Source final : public sql::CopySource {
 public:
  Source(LockFile lock, std::unique_ptr<Database> database, std::vector<CopyTable> tables)
      : lock_(std::move(lock)), database_(std::move(database)), tables_(std::move(tables)) {}

  sql::Database& database() override { return *database_; }

  const std::vector<CopyTable>& tables() const override { return tables_; }

 private:
  LockFile lock_;
  std::unique_ptr<Database> database_;
  std::vector<CopyTable> tables_;
};

Status CheckForm(Database& database) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query("PRAGMA user_version"));
  DM_RETURN_IF_ERROR(row.Step().status());
  const auto last = static_cast<std::int64_t>(Migrations().size());
  if (row.Int(0) == last) return OkStatus();
  return FailedPrecondition("the store has version " + std::to_string(row.Int(0)) +
                                ", this program copies version " + std::to_string(last),
                            {.reason = row.Int(0) < last ? "STORE_OLDER" : "STORE_NEWER",
                             .field = "database",
                             .remedy = "Start this program on it once, stop it, and copy then."});
}

}  // namespace

StatusOr<std::unique_ptr<sql::CopySource>> OpenCopySource(const std::string& path) {
  if (!std::filesystem::exists(path)) return FromResultCode(SQLITE_CANTOPEN);
  DM_ASSIGN_OR_RETURN(LockFile lock, LockFile::Acquire(path + ".lock"));
  ConnectionOptions options;
  options.role = Role::kReader;
  DM_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::Open(path, options));
  DM_RETURN_IF_ERROR(CheckForm(*database));
  DM_ASSIGN_OR_RETURN(std::vector<CopyTable> tables, TablesOf(*database));
  return std::unique_ptr<sql::CopySource>(
      std::make_unique<Source>(std::move(lock), std::move(database), std::move(tables)));
}

}  // namespace dm::sqlite
