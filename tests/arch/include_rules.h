// Which folder may look at which: the include table of docs/architecture.md, as data.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tests/arch/source_tree.h"

namespace dm::arch {

// What is wrong with `include` in the file `path`; nothing when it fits the table.
std::optional<std::string> Fault(std::string_view path, const Include& include);

}  // namespace dm::arch
