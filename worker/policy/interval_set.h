// IntervalSet: a set of whole numbers as closed intervals. Every cell of a table compiles to one,
// so that overlap and containment of rows are decided exactly.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace dm::policy {

struct Interval {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();

  friend bool operator==(const Interval&, const Interval&) = default;
};

class IntervalSet {
 public:
  IntervalSet() = default;  // empty
  // Any order, overlapping or adjacent intervals allowed; those with low > high are empty.
  explicit IntervalSet(std::vector<Interval> intervals);

  bool empty() const { return intervals_.empty(); }

  bool Has(std::int64_t value) const;
  bool Intersects(const IntervalSet& other) const;
  // True when every value of `other` is in this set.
  bool Contains(const IntervalSet& other) const;
  // Everything of `universe` that is not in this set.
  IntervalSet Complement(Interval universe) const;

  const std::vector<Interval>& intervals() const { return intervals_; }

  friend bool operator==(const IntervalSet&, const IntervalSet&) = default;

 private:
  std::vector<Interval> intervals_;  // ascending, disjoint, never adjacent
};

}  // namespace dm::policy
