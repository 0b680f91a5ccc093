#include "worker/case/number_in_id.h"

#include <cstddef>
#include <string>

namespace dm {

bool HoldsNumber(std::string_view id, const Personnummer& number) {
  constexpr std::size_t kDigits = 10;
  if (number.empty()) return false;
  std::string digits;
  for (const char c : id)
    if (c >= '0' && c <= '9') digits += c;
  for (std::size_t i = 0; i + kDigits <= digits.size(); ++i) {
    const auto read = Personnummer::ParseTenDigits(digits.substr(i, kDigits), number);
    if (read.ok() && *read == number) return true;
  }
  return false;
}

}  // namespace dm
