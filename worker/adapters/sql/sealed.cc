#include "worker/adapters/sql/sealed.h"

#include "worker/adapters/sql/errors.h"

namespace dm::sql {

std::string Seal(std::string_view plain) {
  std::string sealed(1, kSealPlain);
  sealed += plain;
  return sealed;
}

StatusOr<std::string> Unseal(std::string_view sealed) {
  if (sealed.empty() || sealed.front() != kSealPlain) return StoreCorrupt();
  return std::string(sealed.substr(1));
}

}  // namespace dm::sql
