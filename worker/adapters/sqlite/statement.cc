#include "worker/adapters/sqlite/statement.h"

#include <sqlite3.h>

#include "worker/adapters/sqlite/errors.h"

namespace dm::sqlite {
namespace {

Status Check(int code, sqlite3_stmt* statement) {
  if (code == SQLITE_OK) return OkStatus();
  return FromResultCode(sqlite3_extended_errcode(sqlite3_db_handle(statement)));
}

// SQLite tells an empty text from NULL by its pointer.
const char* NotNull(std::string_view value) {
  return value.data() == nullptr ? "" : value.data();
}

}  // namespace

PreparedStatement::~PreparedStatement() {
  sqlite3_finalize(statement_);
}

StatusOr<bool> PreparedStatement::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return FromResultCode(sqlite3_extended_errcode(sqlite3_db_handle(statement_)));
}

std::int64_t PreparedStatement::Int(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view PreparedStatement::View(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

bool PreparedStatement::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Status PreparedStatement::BindInt(int index, std::int64_t value) {
  return Check(sqlite3_bind_int64(statement_, index, value), statement_);
}

Status PreparedStatement::BindText(int index, std::string_view value) {
  return Check(sqlite3_bind_text64(
                   statement_, index, NotNull(value), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
               statement_);
}

Status PreparedStatement::BindBlob(int index, std::string_view value) {
  return Check(
      sqlite3_bind_blob64(statement_, index, NotNull(value), value.size(), SQLITE_TRANSIENT),
      statement_);
}

Status PreparedStatement::BindNull(int index, sql::ValueType /*type*/) {
  return Check(sqlite3_bind_null(statement_, index), statement_);
}

void PreparedStatement::Clear() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

}  // namespace dm::sqlite
