#include "worker/policy/interval_set.h"

#include <algorithm>
#include <utility>

namespace dm::policy {

IntervalSet::IntervalSet(std::vector<Interval> intervals) {
  std::erase_if(intervals, [](const Interval& interval) { return interval.low > interval.high; });
  std::sort(intervals.begin(), intervals.end(), [](const Interval& a, const Interval& b) {
    return a.low < b.low;
  });
  for (const Interval& interval : intervals) {
    // Adjacent whole numbers join; the first test keeps high + 1 from overflowing.
    const bool joins = !intervals_.empty() && (interval.low <= intervals_.back().high ||
                                               interval.low == intervals_.back().high + 1);
    if (joins) {
      intervals_.back().high = std::max(intervals_.back().high, interval.high);
    } else {
      intervals_.push_back(interval);
    }
  }
}

bool IntervalSet::Has(std::int64_t value) const {
  return std::any_of(intervals_.begin(), intervals_.end(), [value](const Interval& interval) {
    return interval.low <= value && value <= interval.high;
  });
}

bool IntervalSet::Intersects(const IntervalSet& other) const {
  for (const Interval& mine : intervals_) {
    for (const Interval& theirs : other.intervals_) {
      if (mine.low <= theirs.high && theirs.low <= mine.high) return true;
    }
  }
  return false;
}

bool IntervalSet::Contains(const IntervalSet& other) const {
  return std::all_of(
      other.intervals_.begin(), other.intervals_.end(), [this](const Interval& theirs) {
        return std::any_of(intervals_.begin(), intervals_.end(), [&](const Interval& mine) {
          return mine.low <= theirs.low && theirs.high <= mine.high;
        });
      });
}

IntervalSet IntervalSet::Complement(Interval universe) const {
  std::vector<Interval> rest;
  std::int64_t next = universe.low;
  for (const Interval& interval : intervals_) {
    if (interval.low > universe.high) break;
    if (interval.low > next) rest.push_back({next, interval.low - 1});
    if (interval.high >= universe.high) return IntervalSet(std::move(rest));
    next = std::max(next, interval.high + 1);
  }
  if (next <= universe.high) rest.push_back({next, universe.high});
  return IntervalSet(std::move(rest));
}

}  // namespace dm::policy
