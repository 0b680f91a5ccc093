// TableCopy: rows of one store taken into another, column by column as they are. For a municipality
// that leaves its file for a shared database.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/core/status.h"

namespace dm::sql {

struct CopyColumn {
  std::string name;
  ValueType type = ValueType::kText;
};

struct CopyTable {
  std::string name;
  std::vector<CopyColumn> columns;  // those that are stored; in the same order for every row
};

// A store that nobody changes while it is copied.
class CopySource {
 public:
  virtual ~CopySource() = default;
  virtual Database& database() = 0;
  // A table stands after those that it refers to.
  virtual const std::vector<CopyTable>& tables() const = 0;
};

// Reads all rows of `table` from one and writes them to the other; how many there were.
StatusOr<std::int64_t> CopyRows(Database& from, Database& to, const CopyTable& table);

StatusOr<std::int64_t> CountRows(Database& database, const std::string& table);

}  // namespace dm::sql
