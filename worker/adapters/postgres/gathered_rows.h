// GatheredRows: the rows of one RowStatement that wait to be sent together, a column each as an
// array of PostgreSQL's binary form, so that the server plans and starts the statement once.
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "worker/adapters/sql/row_statement.h"
#include "worker/adapters/sql/statement.h"
#include "worker/core/status.h"

namespace dm::postgres {

class Connection;

class GatheredRows final : public sql::Prepared {
 public:
  GatheredRows(Connection& connection, sql::RowStatement statement)
      : connection_(connection),
        statement_(std::move(statement)),
        changes_rows_(statement_.one().starts_with("UPDATE")) {}

  Status BindInt(int index, std::int64_t value) override;
  Status BindText(int index, std::string_view value) override;
  Status BindBlob(int index, std::string_view value) override;
  Status BindNull(int index, sql::ValueType type) override;

  // The row is whole: it waits, and is sent with the others or before they are too many. One
  // statement changes each row once: a second change of the row that the first parameter names goes
  // after what waits.
  Status RunLater(sql::ExpectedChanges expected) override;

  // Sends what waits; nothing waits after it, whatever came of it.
  Status Send();
  // Nothing waits any more: its transaction is over.
  void Drop();

  // Rows of such statements are never stepped through.
  StatusOr<bool> Step() override;

  std::int64_t Int(int /*column*/) const override { return 0; }

  std::string_view View(int /*column*/) const override { return {}; }

  bool IsNull(int /*column*/) const override { return true; }

  void GiveBack() override {}

 private:
  struct Column {
    Oid element = 0;
    bool has_null = false;
    std::string bytes;  // its header, of which the numbers are filled in at the end; then elements
  };

  Column& At(int index, Oid element);
  Status Add(int index, Oid element, std::string_view bytes);
  std::string Source() const;

  Connection& connection_;
  const sql::RowStatement statement_;
  const bool changes_rows_;
  std::string many_;  // for the number of columns; empty at first
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
  bool each_changes_one_ = false;
  // Of the rows that wait, where they change others: what the first parameter names.
  std::unordered_set<std::string> keys_;
};

}  // namespace dm::postgres
