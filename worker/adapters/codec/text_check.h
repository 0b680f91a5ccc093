// Checks of text from outside: valid UTF-8, no control characters.
#pragma once

#include <string_view>

namespace dm::codec {

enum class LineBreaks { kRefused, kAllowed };

// True when `text` is valid UTF-8 (no overlong forms, no surrogates) without control characters
// (C0, DEL, C1); line feed, carriage return and tab are taken where line breaks are allowed.
bool IsCleanText(std::string_view text, LineBreaks line_breaks);

}  // namespace dm::codec
