#include "worker/golden/same_table.h"

#include <optional>
#include <set>
#include <vector>

#include "worker/policy/analysis/region.h"

namespace dm::golden {

namespace {

using policy::Box;
using policy::Grid;
using policy::GridRow;
using policy::Interval;
using policy::IntervalSet;
using policy::ParameterValues;

IntervalSet Either(const IntervalSet& a, const IntervalSet& b) {
  std::vector<Interval> all = a.intervals();
  all.insert(all.end(), b.intervals().begin(), b.intervals().end());
  return IntervalSet(std::move(all));
}

IntervalSet Both(const IntervalSet& a, const IntervalSet& b, const Interval& universe) {
  return Either(a.Complement(universe), b.Complement(universe)).Complement(universe);
}

// What only one of them has.
IntervalSet Difference(const IntervalSet& a, const IntervalSet& b, const Interval& universe) {
  return Either(Both(a, b.Complement(universe), universe),
                Both(b, a.Complement(universe), universe));
}

// The first day of each row: the rows that stand together change on no other, but for parameters.
std::set<Date> DaysOf(const Grid& grid, const Period& window) {
  std::set<Date> days = {*window.from};
  for (const GridRow& row : grid.rows) {
    if (row.valid.from.has_value() && window.Contains(*row.valid.from)) {
      days.insert(*row.valid.from);
    }
  }
  return days;
}

}  // namespace

bool SameTable::Holds(const Grid& before, const Grid& after, const policy::PolicyData& data) const {
  const ParameterValues values = [&data](const std::string& id, Date on) {
    return data.ScalarOn(id, on);
  };
  const Interval universe = after.columns[column].axis.universe();
  for (const Date day : DaysOf(after, data.municipal.effective)) {
    if (!after.rows[row].valid.Contains(day)) continue;
    std::optional<Box> was = BoxOf(before, before.rows[row], day, values);
    const std::optional<Box> is = BoxOf(after, after.rows[row], day, values);
    if (!was.has_value() || !is.has_value()) return false;
    Box changed = *std::move(was);
    changed[column] = Both(Difference(changed[column], (*is)[column], universe),
                           IntervalSet({{universe.low, below}}),
                           universe);
    if (changed[column].empty()) continue;
    if (hit != policy::HitPolicy::kFirst) return false;
    std::vector<Box> above;
    for (std::size_t i = 0; i < row; ++i) {
      if (!after.rows[i].valid.Contains(day)) continue;
      std::optional<Box> box = BoxOf(after, after.rows[i], day, values);
      if (!box.has_value()) return false;
      above.push_back(*std::move(box));
    }
    const policy::Uncovered uncovered = FindUncovered(changed, above);
    if (uncovered.found || uncovered.too_large) return false;
  }
  return true;
}

}  // namespace dm::golden
