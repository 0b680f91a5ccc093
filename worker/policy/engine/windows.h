// The windows of a program: for every stretch of days on which nothing that it looks at or cites
// changes, the values of its parameters and its tables, compiled.
#pragma once

#include <cstdint>
#include <memory>
#include <set>

#include "worker/policy/engine/program.h"
#include "worker/policy/policy_data.h"

namespace dm::policy {

// The days on which `grid` changes: a row begins or has ended, or a parameter that a cell names
// does.
std::set<Date> ChangeDaysOf(const Grid& grid, const PolicyData& data);
// The same for a parameter: its versions, and what the cells of its rows name.
std::set<Date> ChangeDaysOf(const Parameter& parameter, const PolicyData& data);

// Of a parameter or a decision table on `on`; its table is null when it is not in force.
std::shared_ptr<const WindowTable> WindowTableOn(const TableUse& use,
                                                 Date on,
                                                 const PolicyData& data,
                                                 Words& words);

// A parameter's value, a word, or a flag as a number; kUnknown when it is none.
std::int64_t NumberOf(const FactValue& value, Words& words);

void MakeWindows(PolicyData& data, Program& program);

}  // namespace dm::policy
