#include "worker/adapters/sqlite/sealed.h"

#include <sqlite3.h>

#include "worker/adapters/sqlite/errors.h"

namespace dm::sqlite {

std::string Seal(std::string_view plain) {
  std::string sealed(1, kSealPlain);
  sealed += plain;
  return sealed;
}

StatusOr<std::string> Unseal(std::string_view sealed) {
  if (sealed.empty() || sealed.front() != kSealPlain) return FromResultCode(SQLITE_CORRUPT);
  return std::string(sealed.substr(1));
}

}  // namespace dm::sqlite
