// Finds what could be a real person's number, so that none slips into the repository.
#pragma once

#include <string_view>
#include <vector>

namespace dm::arch {

// Lines of `text` with ten or twelve digits that have a day of birth, the right check digit and a
// serial that a person may have. The tax agency's test numbers have the serials 238, 239 and 980 to
// 999.
std::vector<int> LinesWithPersonalNumbers(std::string_view text);

}  // namespace dm::arch
