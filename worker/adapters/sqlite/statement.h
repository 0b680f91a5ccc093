// What SQLite does for a Statement: a prepared sqlite3_stmt that its Database keeps for the next
// use.
#pragma once

#include <cstdint>
#include <string_view>

#include "worker/adapters/sql/statement.h"
#include "worker/core/status.h"

struct sqlite3_stmt;

namespace dm::sqlite {

using sql::Blob;
using sql::Statement;

enum class Keep { kForNextUse, kForThisUse };

class PreparedStatement final : public sql::Prepared {
 public:
  PreparedStatement(sqlite3_stmt* statement, Keep keep) : statement_(statement), keep_(keep) {}

  ~PreparedStatement() override;
  PreparedStatement(const PreparedStatement&) = delete;
  PreparedStatement& operator=(const PreparedStatement&) = delete;
  PreparedStatement(PreparedStatement&&) = delete;
  PreparedStatement& operator=(PreparedStatement&&) = delete;

  bool in_use() const { return in_use_; }

  void Take() { in_use_ = true; }

  Status BindInt(int index, std::int64_t value) override;
  Status BindText(int index, std::string_view value) override;
  Status BindBlob(int index, std::string_view value) override;
  Status BindNull(int index, sql::ValueType type) override;

  StatusOr<bool> Step() override;
  std::int64_t Int(int column) const override;
  std::string_view View(int column) const override;
  bool IsNull(int column) const override;

  void GiveBack() override;  // ends one that is kept for this use alone

 private:
  sqlite3_stmt* statement_;
  const Keep keep_;
  bool in_use_ = false;
};

}  // namespace dm::sqlite
