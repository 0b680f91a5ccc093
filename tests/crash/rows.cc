#include "tests/crash/rows.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace dm::crash {
namespace {

[[noreturn]] void Fail(const std::string& sql, const std::string& why) {
  std::cerr << "the checker cannot read the store: " << sql << ": " << why << "\n";
  std::abort();
}

class SqliteRows final : public Rows {
 public:
  explicit SqliteRows(const std::string& path) {
    if (sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
      Fail(path, sqlite3_errmsg(handle_));
  }

  ~SqliteRows() override { sqlite3_close(handle_); }

  SqliteRows(const SqliteRows&) = delete;
  SqliteRows& operator=(const SqliteRows&) = delete;
  SqliteRows(SqliteRows&&) = delete;
  SqliteRows& operator=(SqliteRows&&) = delete;

  std::vector<Row> All(const std::string& sql) override {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      Fail(sql, sqlite3_errmsg(handle_));
    std::vector<Row> rows;
    int code = SQLITE_OK;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
      Row row;
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        row.emplace_back(text == nullptr ? "" : text);
      }
      rows.push_back(std::move(row));
    }
    if (code != SQLITE_DONE) Fail(sql, sqlite3_errmsg(handle_));
    sqlite3_finalize(statement);
    return rows;
  }

 private:
  sqlite3* handle_ = nullptr;
};

class PostgresRows final : public Rows {
 public:
  explicit PostgresRows(const std::string& connection) : link_(PQconnectdb(connection.c_str())) {
    if (PQstatus(link_) != CONNECTION_OK) Fail("connect", PQerrorMessage(link_));
  }

  ~PostgresRows() override { PQfinish(link_); }

  PostgresRows(const PostgresRows&) = delete;
  PostgresRows& operator=(const PostgresRows&) = delete;
  PostgresRows(PostgresRows&&) = delete;
  PostgresRows& operator=(PostgresRows&&) = delete;

  std::vector<Row> All(const std::string& sql) override {
    PGresult* result = PQexec(link_, sql.c_str());
    if (PQresultStatus(result) != PGRES_TUPLES_OK) Fail(sql, PQerrorMessage(link_));
    std::vector<Row> rows;
    for (int i = 0; i < PQntuples(result); ++i) {
      Row row;
      for (int j = 0; j < PQnfields(result); ++j) row.emplace_back(PQgetvalue(result, i, j));
      rows.push_back(std::move(row));
    }
    PQclear(result);
    return rows;
  }

 private:
  PGconn* link_;
};

}  // namespace

std::unique_ptr<Rows> ReadSqlite(const std::string& path, const std::string& copy) {
  namespace fs = std::filesystem;
  fs::remove_all(copy);
  fs::create_directories(copy);
  const std::string file = copy + "/store.db";
  fs::copy_file(path, file);
  if (fs::exists(path + "-wal")) fs::copy_file(path + "-wal", file + "-wal");
  return std::make_unique<SqliteRows>(file);
}

std::unique_ptr<Rows> ReadSqliteInPlace(const std::string& path) {
  return std::make_unique<SqliteRows>(path);
}

std::unique_ptr<Rows> ReadPostgres(const std::string& connection) {
  return std::make_unique<PostgresRows>(connection);
}

}  // namespace dm::crash
