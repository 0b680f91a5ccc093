#include "worker/adapters/sql/database.h"

namespace dm::sql {

std::string UseIndex(const Database& database, std::string_view name) {
  if (!database.dialect().names_indexes) return "";
  return " INDEXED BY " + std::string(name);
}

}  // namespace dm::sql
