#include "worker/adapters/codec/text_check.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace dm::codec {
namespace {

struct Decoded {
  std::uint32_t code_point = 0;
  std::size_t length = 0;
};

// The length that a lead byte announces, and the smallest code point that may use it; 0 for no lead
// byte.
std::size_t LengthOf(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

std::optional<Decoded> DecodeFirst(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::size_t length = LengthOf(byte(0));
  if (length == 0 || length > text.size()) return std::nullopt;
  if (length == 1) return Decoded{byte(0), 1};
  std::uint32_t code_point = byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return std::nullopt;
    code_point = (code_point << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate || code_point > 0x10FFFF) return std::nullopt;
  return Decoded{code_point, length};
}

bool IsControl(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

bool IsLineBreak(std::uint32_t code_point) {
  return code_point == '\n' || code_point == '\r' || code_point == '\t';
}

}  // namespace

bool IsCleanText(std::string_view text, LineBreaks line_breaks) {
  while (!text.empty()) {
    const std::optional<Decoded> first = DecodeFirst(text);
    if (!first.has_value()) return false;
    const bool taken = line_breaks == LineBreaks::kAllowed && IsLineBreak(first->code_point);
    if (IsControl(first->code_point) && !taken) return false;
    text.remove_prefix(first->length);
  }
  return true;
}

std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace dm::codec
