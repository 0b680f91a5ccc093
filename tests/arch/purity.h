// Two promises that no compiler keeps: no floating point near amounts, and no clock, chance, thread
// or file in the steps that judge.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/arch/source_tree.h"

namespace dm::arch {

// True for files where an amount is held or computed.
bool IsNearMoney(std::string_view path);

// Lines of `text` whose code says float or double.
std::vector<int> FloatingPointLines(std::string_view text);

// True for files of the steps that must give the same answer for the same case on any day.
bool IsPure(std::string_view path);

// True for headers that bring in time, chance, threads or the outside world.
bool IsImpure(const Include& include);

}  // namespace dm::arch
