// Statement: one prepared statement with its parameters bound, for one use. Values reach SQL only
// through here: bound, never as text of the statement.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "worker/core/status.h"

struct sqlite3_stmt;

namespace dm::sqlite {

class Database;

// Bytes, as apart from text.
struct Blob {
  std::string_view bytes;
};

class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();  // gives the prepared statement back to its Database, which must still live

  // True: there is a row, read it with the functions below. False: done.
  StatusOr<bool> Step();
  // Steps until done; for statements whose rows nobody reads.
  Status Run();

  // Columns of the present row, from 0. The type must be the column's: STRICT tables see to it.
  std::int64_t Int(int column) const;
  std::string Text(int column) const;
  std::string Bytes(int column) const;
  bool IsNull(int column) const;

  std::optional<std::int64_t> OptionalInt(int column) const {
    if (IsNull(column)) return std::nullopt;
    return Int(column);
  }

 private:
  friend class Database;

  Statement(Database& database, sqlite3_stmt* statement, std::string sql);

  Status BindInt(int index, std::int64_t value);
  Status BindText(int index, std::string_view value);
  Status BindBlob(int index, std::string_view value);
  Status BindNull(int index);

  template <typename T>
  Status Bind(int index, const T& value) {
    if constexpr (std::is_same_v<T, Blob>) {
      return BindBlob(index, value.bytes);
    } else if constexpr (std::is_same_v<T, std::nullopt_t>) {
      return BindNull(index);
    } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      return BindInt(index, value);
    } else {
      return BindText(index, std::string_view(value));
    }
  }

  template <typename T>
  Status Bind(int index, const std::optional<T>& value) {
    return value.has_value() ? Bind(index, *value) : BindNull(index);
  }

  Database* database_;
  sqlite3_stmt* statement_;
  std::string sql_;
};

}  // namespace dm::sqlite
