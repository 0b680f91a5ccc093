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

std::string Placeholders(int first, std::size_t count) {
  DM_CHECK(count > 0);
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += (i == 0 ? "?" : ", ?") + std::to_string(first + static_cast<int>(i));
  }
  return text;
}

}  // namespace dm::sql
