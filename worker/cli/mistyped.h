// What a command line is told that names a command or an option that is none: which word it is,
// and the nearest one that is.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace dm::cli {

// `words` are those after the program's name. Empty where every command and option of them exists:
// then something else is wrong.
std::string Mistyped(const CLI::App& program, const std::vector<std::string>& words);

}  // namespace dm::cli
