#include "worker/core/utf8.h"

#include <algorithm>

namespace dm {
namespace {

bool IsContinuation(char c) {
  return (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U;
}

// The length that a lead byte announces; 0 for a byte that leads nothing.
std::size_t LengthOf(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

}  // namespace

std::optional<Utf8Character> FirstCharacter(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const std::size_t length = LengthOf(lead);
  if (length == 0 || length > text.size()) return std::nullopt;
  if (length == 1) return Utf8Character{lead, 1};
  std::uint32_t code_point = lead & (0xFFU >> (length + 1));
  for (const char c : text.substr(1, length - 1)) {
    if (!IsContinuation(c)) return std::nullopt;
    code_point = (code_point << 6U) | (static_cast<std::uint8_t>(c) & 0x3FU);
  }
  const bool overlong =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate || code_point > 0x10FFFF) return std::nullopt;
  return Utf8Character{code_point, length};
}

std::size_t CountCharacters(std::string_view text) {
  const auto continuations = std::count_if(text.begin(), text.end(), IsContinuation);
  return text.size() - static_cast<std::size_t>(continuations);
}

bool IsControl(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

bool TurnsDirection(std::uint32_t code_point) {
  return (code_point >= 0x202A && code_point <= 0x202E) ||
         (code_point >= 0x2066 && code_point <= 0x2069);
}

bool HasTurnedDirection(std::string_view text) {
  while (!text.empty()) {
    const std::optional<Utf8Character> first = FirstCharacter(text);
    if (first && TurnsDirection(first->code_point)) return true;
    text.remove_prefix(first ? first->length : 1);
  }
  return false;
}

}  // namespace dm
