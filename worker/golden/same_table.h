// SameTable: whether a table whose one cell was changed still says the same, since what the cell
// gained or lost belongs to rows above it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "worker/policy/grid.h"
#include "worker/policy/policy_data.h"

namespace dm::golden {

struct SameTable {
  policy::HitPolicy hit = policy::HitPolicy::kUnique;
  std::size_t row = 0;  // the changed cell
  std::size_t column = 0;
  // No row is asked about a greater value in the column: the table goes on by steps there.
  std::int64_t below = std::numeric_limits<std::int64_t>::max();

  bool Holds(const policy::Grid& before,
             const policy::Grid& after,
             const policy::PolicyData& data) const;
};

}  // namespace dm::golden
