// Line diff: which lines of a text were taken away and which were added.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dm::changes {

// The lines that differ, each with "- " (only before) or "+ " (only after) in front, in order of
// the text. Longer texts than 2 000 lines are told as replaced.
std::vector<std::string> LineDiff(std::string_view before, std::string_view after);

}  // namespace dm::changes
