#include "worker/contact/message_text.h"

#include <cstdint>
#include <optional>

namespace dm::contact {
namespace {

struct Decoded {
  std::uint32_t code_point = 0;
  std::size_t length = 0;
};

// The length that a lead byte announces; 0 for no lead byte.
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

bool IsControl(std::uint32_t c) {
  if (c == '\n' || c == '\t') return false;
  const bool separator = c == 0x2028 || c == 0x2029;  // line ends of another kind
  const bool invisible = c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || separator || invisible;
}

// Embeddings, overrides and isolates: what is shown would not be what stands there. The plain marks
// U+200E and U+200F, which Arabic and Hebrew text needs, are allowed.
bool TurnsDirection(std::uint32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "<b>", "</p>", "<!--", "<?xml". "hyran < 8 000" and "<3" are none.
bool HasMarkup(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (at + 1 >= text.size()) return false;
    const char next = text[at + 1];
    const bool opens = IsLetter(next) || next == '/' || next == '!' || next == '?';
    if (opens && text.find('>', at) != std::string_view::npos) return true;
  }
  return false;
}

Status Refused(const std::string& field,
               const std::string& limit,
               const char* reason,
               const char* remedy) {
  return InvalidArgument(field + ": " + limit, {reason, field, remedy});
}

}  // namespace

std::string Tidied(std::string_view text) {
  std::string tidy;
  tidy.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_newline = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (before_newline) continue;
    tidy += text[i] == '\r' ? '\n' : text[i];
  }
  constexpr char kBlanks[] = " \t\n";
  const std::size_t first = tidy.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  return tidy.substr(first, tidy.find_last_not_of(kBlanks) - first + 1);
}

Status CheckPlainText(const std::string& text,
                      std::size_t characters_max,
                      const std::string& field) {
  if (text.empty()) return Refused(field, "is required", "FIELD_REQUIRED", "write something");
  std::size_t characters = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::optional<Decoded> first = DecodeFirst(rest);
    if (!first || IsControl(first->code_point))
      return Refused(field,
                     "is UTF-8 without control characters other than line feed and tab",
                     "FIELD_INVALID",
                     "take the control characters away");
    if (TurnsDirection(first->code_point))
      return Refused(field,
                     "has no characters that turn the direction of the text (U+202A to U+202E, "
                     "U+2066 to U+2069)",
                     "TEXT_HAS_DIRECTION_MARKS",
                     "take them away; U+200E and U+200F may stay");
    ++characters;
    rest.remove_prefix(first->length);
  }
  if (characters > characters_max)
    return Refused(field,
                   "has at most " + std::to_string(characters_max) + " characters",
                   "FIELD_TOO_LONG",
                   "shorten it, or send it in two");
  if (HasMarkup(text))
    return Refused(field,
                   "is plain text without HTML or other markup",
                   "TEXT_HAS_MARKUP",
                   "send the text without tags");
  return OkStatus();
}

}  // namespace dm::contact
