#include "worker/contact/message_text.h"

#include <cstdint>
#include <optional>

#include "worker/core/utf8.h"

namespace dm::contact {
namespace {

bool IsForbidden(std::uint32_t c) {
  if (c == '\n' || c == '\t') return false;
  const bool separator = c == 0x2028 || c == 0x2029;  // line ends of another kind
  const bool invisible = c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
  return IsControl(c) || separator || invisible;
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
    const std::optional<Utf8Character> first = FirstCharacter(rest);
    if (!first || IsForbidden(first->code_point))
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
