// Characters of UTF-8 text, and the marks that can make it read as something else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dm {

struct Utf8Character {
  std::uint32_t code_point = 0;
  std::size_t length = 0;  // in bytes, 1 to 4
};

// The character that `text` begins with; nothing when the text is empty or begins with bytes that
// are not well formed: cut short, overlong, a surrogate, beyond U+10FFFF (Unicode 3.9, D92).
std::optional<Utf8Character> FirstCharacter(std::string_view text);

// The number of characters of well-formed text. Of other bytes: those that are no continuation.
std::size_t CountCharacters(std::string_view text);

// C0 and C1 control characters and DEL, with the line feed and the tab.
bool IsControl(std::uint32_t code_point);

// Embeddings, overrides and isolates (U+202A to U+202E, U+2066 to U+2069): what is shown would not
// be what stands there (fault F60). The plain marks that Arabic and Hebrew text needs are no such.
bool TurnsDirection(std::uint32_t code_point);
// True when some character of `text` does.
bool HasTurnedDirection(std::string_view text);

}  // namespace dm
