// Text inside markup of the program's own: HTML, SVG, XML.
#pragma once

#include <string>
#include <string_view>

namespace dm {

// Appends `text` so that it reads as text in an element and inside a quoted attribute of either
// kind.
void AppendEscaped(std::string_view text, std::string& out);

std::string Escaped(std::string_view text);

}  // namespace dm
