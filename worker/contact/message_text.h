// What may stand in a text between the household and the caseworkers: plain text. Markup and marks
// that change the direction of what is read are refused, never interpreted; whoever shows a text
// escapes it all the same.
#pragma once

#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm::contact {

inline constexpr std::size_t kMessageCharactersMax = 4000;
inline constexpr std::size_t kWhyCharactersMax = 500;

// Line ends become "\n"; blanks at both ends go.
std::string Tidied(std::string_view text);

// InvalidArgument names the field, the limit and the remedy, never what was written:
// FIELD_REQUIRED, FIELD_TOO_LONG, FIELD_INVALID (not UTF-8, control characters),
// TEXT_HAS_DIRECTION_MARKS, TEXT_HAS_MARKUP. `text` is tidied.
Status CheckPlainText(const std::string& text,
                      std::size_t characters_max,
                      const std::string& field);

}  // namespace dm::contact
