// Statement: one prepared statement with its parameters bound, for one use. Values reach SQL only
// through here: bound, never as text of the statement. Prepared is what a driver does for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "worker/core/status.h"

namespace dm::sql {

// Bytes, as apart from text.
struct Blob {
  std::string_view bytes;
};

// Several texts, each a parameter of its own, in order: for `IN (…)`, with Placeholders().
struct TextList {
  const std::vector<std::string>& values;
};

enum class ValueType { kInt, kText, kBlob };

// A value of a column whose type is known only when it is read.
struct Cell {
  ValueType type = ValueType::kText;
  bool null = true;
  std::int64_t number = 0;
  std::string bytes;  // of text and Blob
};

// Several of them, each a parameter of its own, in order.
struct CellList {
  const std::vector<Cell>& cells;
};

// How many rows a statement that is only sent must change.
enum class ExpectedChanges { kAny, kOne };

// A statement that the driver keeps ready. One Statement uses it at a time.
class Prepared {
 public:
  virtual ~Prepared() = default;

  // Parameters, from 1. The driver copies what it needs.
  virtual Status BindInt(int index, std::int64_t value) = 0;
  virtual Status BindText(int index, std::string_view value) = 0;
  virtual Status BindBlob(int index, std::string_view value) = 0;
  // `type` is that of the values which may stand there.
  virtual Status BindNull(int index, ValueType type) = 0;

  virtual StatusOr<bool> Step() = 0;

  // As Database::RunLater.
  virtual Status RunLater(ExpectedChanges /*expected*/) {
    DM_ASSIGN_OR_RETURN(bool more, Step());
    while (more) {
      DM_ASSIGN_OR_RETURN(more, Step());
    }
    return OkStatus();
  }

  virtual std::int64_t Int(int column) const = 0;
  virtual std::string_view View(int column) const = 0;  // until the next Step
  virtual bool IsNull(int column) const = 0;

  // The use is over: bindings and rows go, the statement stays ready. Nothing may follow.
  virtual void GiveBack() = 0;
};

class Statement {
 public:
  explicit Statement(Prepared* prepared) : prepared_(prepared) {}

  Statement(Statement&& other) noexcept : prepared_(std::exchange(other.prepared_, nullptr)) {}

  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Gives the prepared statement back to its Database, which must still live.
  ~Statement() {
    if (prepared_ != nullptr) prepared_->GiveBack();
  }

  // True: there is a row, read it with the functions below. False: done.
  StatusOr<bool> Step() { return prepared_->Step(); }

  // Steps until done; for statements whose rows nobody reads.
  Status Run();

  Status RunLater(ExpectedChanges expected) { return prepared_->RunLater(expected); }

  // Columns of the present row, from 0. The type must be the column's: the tables see to it.
  std::int64_t Int(int column) const { return prepared_->Int(column); }

  std::string Text(int column) const { return std::string(prepared_->View(column)); }

  std::string Bytes(int column) const { return std::string(prepared_->View(column)); }

  bool IsNull(int column) const { return prepared_->IsNull(column); }

  std::optional<std::int64_t> OptionalInt(int column) const {
    if (IsNull(column)) return std::nullopt;
    return Int(column);
  }

 private:
  friend class Database;

  // Each binds from parameter `index` on and moves it past what it bound.
  template <typename T>
  Status Bind(int& index, const T& value) {
    if constexpr (std::is_same_v<T, Blob>) {
      return prepared_->BindBlob(index++, value.bytes);
    } else if constexpr (std::is_same_v<T, TextList>) {
      for (const std::string& text : value.values) {
        DM_RETURN_IF_ERROR(prepared_->BindText(index++, text));
      }
      return OkStatus();
    } else if constexpr (std::is_same_v<T, CellList>) {
      for (const Cell& cell : value.cells) DM_RETURN_IF_ERROR(BindCell(index++, cell));
      return OkStatus();
    } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
      return prepared_->BindInt(index++, value);
    } else {
      return prepared_->BindText(index++, std::string_view(value));
    }
  }

  template <typename T>
  Status Bind(int& index, const std::optional<T>& value) {
    if (value.has_value()) return Bind(index, *value);
    return prepared_->BindNull(index++, TypeOf<T>());
  }

  Status BindCell(int index, const Cell& cell);

  template <typename T>
  static constexpr ValueType TypeOf() {
    if constexpr (std::is_same_v<T, Blob>) {
      return ValueType::kBlob;
    } else {
      return std::is_integral_v<T> ? ValueType::kInt : ValueType::kText;
    }
  }

  Prepared* prepared_;  // null once moved from
};

// "?3, ?4, ?5" for 3 parameters from the third on. At least one: an empty IN () is no SQL.
std::string Placeholders(int first, std::size_t count);

}  // namespace dm::sql
