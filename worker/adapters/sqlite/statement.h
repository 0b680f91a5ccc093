// What SQLite does for a Statement: a prepared sqlite3_stmt that its Database keeps for the next
// use.
#pragma once

#include <cstdint>
#include <string_view>

#include "worker/adapters/sql/kept_prepared.h"
#include "worker/core/status.h"

struct sqlite3_stmt;

namespace dm::sqlite {

using sql::Blob;
using sql::Keep;
using sql::Statement;

class PreparedStatement final : public sql::KeptPrepared {
 public:
  PreparedStatement(sqlite3_stmt* statement, Keep keep)
      : KeptPrepared(keep), statement_(statement) {}

  ~PreparedStatement() override;
  PreparedStatement(const PreparedStatement&) = delete;
  PreparedStatement& operator=(const PreparedStatement&) = delete;
  PreparedStatement(PreparedStatement&&) = delete;
  PreparedStatement& operator=(PreparedStatement&&) = delete;

  Status BindInt(int index, std::int64_t value) override;
  Status BindText(int index, std::string_view value) override;
  Status BindBlob(int index, std::string_view value) override;
  Status BindNull(int index, sql::ValueType type) override;

  StatusOr<bool> Step() override;
  std::int64_t Int(int column) const override;
  std::string_view View(int column) const override;
  bool IsNull(int column) const override;

 private:
  void Clear() override;

  sqlite3_stmt* statement_;
};

}  // namespace dm::sqlite
