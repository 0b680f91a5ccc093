#include "worker/adapters/sql/statement.h"

#include "worker/core/check.h"

namespace dm::sql {

Status Statement::Run() {
  bool more = true;
  while (more) {
    DM_ASSIGN_OR_RETURN(more, Step());
  }
  return OkStatus();
}

Status Statement::BindCell(int index, const Cell& cell) {
  if (cell.null) return prepared_->BindNull(index, cell.type);
  switch (cell.type) {
    case ValueType::kInt:
      return prepared_->BindInt(index, cell.number);
    case ValueType::kText:
      return prepared_->BindText(index, cell.bytes);
    case ValueType::kBlob:
      return prepared_->BindBlob(index, cell.bytes);
  }
  DM_CHECK(false && "type outside its enum");
  return OkStatus();
}

std::string Placeholders(int first, std::size_t count) {
  DM_CHECK(count > 0);
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += (i == 0 ? "?" : ", ?") + std::to_string(first + static_cast<int>(i));
  }
  return text;
}

}  // namespace dm::sql
