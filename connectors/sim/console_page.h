// The console's page, its script and its style: files of the browser, kept apart so that the page
// needs no inline script.
#pragma once

#include <string_view>

namespace dm::sim {

std::string_view ConsoleHtml();
std::string_view ConsoleScript();
std::string_view ConsoleStyle();

}  // namespace dm::sim
