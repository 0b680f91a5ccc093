// Region: exact questions about the rows of a table on one day: which values does no row take, and
// which row can never be reached because earlier rows together take all of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "worker/policy/grid.h"

namespace dm::policy {

// The cells of one row, one set a column.
using Box = std::vector<IntervalSet>;

// The row's sets on `on`; nothing when a parameter that a cell names has no value that day.
std::optional<Box> BoxOf(const Grid& grid,
                         const GridRow& row,
                         Date on,
                         const ParameterValues& parameter_values);

struct Uncovered {
  bool found = false;
  bool too_large = false;  // given up: the table has more combinations than it may be searched for
  std::vector<std::int64_t> example;  // found: values that no box holds, one a column
};

// Values inside `space` that none of `boxes` holds.
Uncovered FindUncovered(const Box& space, const std::vector<Box>& boxes);

// "c: red, n: 4", for an error.
std::string Tell(const Grid& grid, const std::vector<std::int64_t>& values);

}  // namespace dm::policy
