#include "worker/adapters/sqlite/statement.h"

#include <sqlite3.h>

#include <utility>

#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/errors.h"
#include "worker/core/check.h"

namespace dm::sqlite {
namespace {

Status Check(int code, sqlite3_stmt* statement) {
  if (code == SQLITE_OK) return OkStatus();
  return FromResultCode(sqlite3_extended_errcode(sqlite3_db_handle(statement)));
}

std::string_view View(sqlite3_stmt* statement, int column) {
  const void* bytes = sqlite3_column_blob(statement, column);
  const int size = sqlite3_column_bytes(statement, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

// SQLite tells an empty text from NULL by its pointer.
const char* NotNull(std::string_view value) {
  return value.data() == nullptr ? "" : value.data();
}

}  // namespace

Statement::Statement(Database& database, sqlite3_stmt* statement, std::string sql)
    : database_(&database), statement_(statement), sql_(std::move(sql)) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      sql_(std::move(other.sql_)) {}

Statement::~Statement() {
  if (statement_ != nullptr) database_->GiveBack(std::move(sql_), statement_);
}

StatusOr<bool> Statement::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return FromResultCode(sqlite3_extended_errcode(sqlite3_db_handle(statement_)));
}

Status Statement::Run() {
  bool more = true;
  while (more) {
    DM_ASSIGN_OR_RETURN(more, Step());
  }
  return OkStatus();
}

std::int64_t Statement::Int(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string Statement::Text(int column) const {
  return std::string(View(statement_, column));
}

std::string Statement::Bytes(int column) const {
  return std::string(View(statement_, column));
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Status Statement::BindInt(int index, std::int64_t value) {
  return Check(sqlite3_bind_int64(statement_, index, value), statement_);
}

Status Statement::BindText(int index, std::string_view value) {
  return Check(sqlite3_bind_text64(
                   statement_, index, NotNull(value), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
               statement_);
}

Status Statement::BindBlob(int index, std::string_view value) {
  return Check(
      sqlite3_bind_blob64(statement_, index, NotNull(value), value.size(), SQLITE_TRANSIENT),
      statement_);
}

Status Statement::BindNull(int index) {
  return Check(sqlite3_bind_null(statement_, index), statement_);
}

}  // namespace dm::sqlite
