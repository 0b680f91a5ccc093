#include "worker/case/number_in_id.h"

#include <cstddef>
#include <string>

namespace dm {
namespace {

constexpr std::size_t kDigits = 10;

std::string DigitsOf(std::string_view word) {
  std::string digits;
  for (const char c : word)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

}  // namespace

bool HoldsNumber(std::string_view id, const Personnummer& number) {
  if (number.empty()) return false;
  const std::string digits = DigitsOf(id);
  for (std::size_t i = 0; i + kDigits <= digits.size(); ++i) {
    const auto read = Personnummer::ParseTenDigits(digits.substr(i, kDigits), number);
    if (read.ok() && *read == number) return true;
  }
  return false;
}

bool MayHoldNumber(std::string_view word) {
  return DigitsOf(word).size() >= kDigits;
}

}  // namespace dm
