#include "worker/adapters/sql/table_copy.h"

#include <utility>

namespace dm::sql {
namespace {

std::string ColumnsOf(const CopyTable& table) {
  std::string names;
  for (const CopyColumn& column : table.columns) {
    if (!names.empty()) names += ", ";
    names += column.name;
  }
  return names;
}

Cell CellIn(const Statement& row, int index, ValueType type) {
  Cell cell;
  cell.type = type;
  cell.null = row.IsNull(index);
  if (cell.null) return cell;
  if (type == ValueType::kInt) {
    cell.number = row.Int(index);
  } else {
    cell.bytes = row.Bytes(index);
  }
  return cell;
}

}  // namespace

StatusOr<std::int64_t> CopyRows(Database& from, Database& to, const CopyTable& table) {
  const std::string columns = ColumnsOf(table);
  const RowStatement statement = RowStatement::Insert(
      "INSERT INTO " + table.name + " (" + columns + ")", Placeholders(1, table.columns.size()));
  DM_ASSIGN_OR_RETURN(Statement row, from.Query("SELECT " + columns + " FROM " + table.name));
  std::vector<Cell> cells(table.columns.size());
  std::int64_t count = 0;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = CellIn(row, static_cast<int>(i), table.columns[i].type);
    }
    DM_RETURN_IF_ERROR(to.RunRowLater(statement, CellList{cells}));
    ++count;
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return count;
}

StatusOr<std::int64_t> CountRows(Database& database, const std::string& table) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query("SELECT count(*) FROM " + table));
  DM_RETURN_IF_ERROR(row.Step().status());
  return row.Int(0);
}

}  // namespace dm::sql
