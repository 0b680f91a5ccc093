#include "worker/policy/analysis/region.h"

#include <algorithm>
#include <limits>
#include <set>

#include "fmt/format.h"
#include "worker/core/money.h"

namespace dm::policy {
namespace {

// Parts looked at in one search: some tens of milliseconds.
constexpr std::size_t kPartsMax = 200'000;

class Search {
 public:
  Search(const Box& space, const std::vector<Box>& boxes) : space_(space), boxes_(boxes) {}

  Uncovered Run() {
    std::vector<std::size_t> all(boxes_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    result_.found = Column(0, all);
    if (!result_.found) result_.example.clear();
    return result_;
  }

 private:
  // Cuts the column where a box begins or ends: within a part, every value is in the same boxes.
  bool Column(std::size_t column, const std::vector<std::size_t>& boxes) {
    if (boxes.empty()) {
      // Nothing holds these values: any of the columns left will do.
      for (std::size_t i = column; i < space_.size(); ++i) {
        if (space_[i].empty()) return false;
        result_.example.push_back(Some(space_[i].intervals().front()));
      }
      return true;
    }
    if (column == space_.size()) return false;
    for (const Interval& part : Parts(column, boxes)) {
      if (++parts_ > kPartsMax) {
        result_.too_large = true;
        return false;
      }
      std::vector<std::size_t> inside;
      for (const std::size_t box : boxes) {
        if (boxes_[box][column].Has(part.low)) inside.push_back(box);
      }
      result_.example.push_back(Some(part));
      if (Column(column + 1, inside)) return true;
      if (result_.too_large) return false;
      result_.example.pop_back();
    }
    return false;
  }

  std::vector<Interval> Parts(std::size_t column, const std::vector<std::size_t>& boxes) const {
    std::set<std::int64_t> starts;
    for (const std::size_t box : boxes) {
      for (const Interval& interval : boxes_[box][column].intervals()) {
        starts.insert(interval.low);
        if (interval.high != std::numeric_limits<std::int64_t>::max())
          starts.insert(interval.high + 1);
      }
    }
    std::vector<Interval> parts;
    for (const Interval& interval : space_[column].intervals()) {
      std::int64_t low = interval.low;
      for (auto at = starts.upper_bound(low); at != starts.end() && *at <= interval.high; ++at) {
        parts.push_back({low, *at - 1});
        low = *at;
      }
      parts.push_back({low, interval.high});
    }
    return parts;
  }

  // A value of the interval that reads well: its finite end.
  static std::int64_t Some(const Interval& interval) {
    if (interval.low != std::numeric_limits<std::int64_t>::min()) return interval.low;
    return interval.high == std::numeric_limits<std::int64_t>::max() ? 0 : interval.high;
  }

  const Box& space_;
  const std::vector<Box>& boxes_;
  Uncovered result_;
  std::size_t parts_ = 0;
};

std::string ValueText(const Axis& axis, std::int64_t value) {
  switch (axis.type().unit) {
    case Unit::kKr:
      return Money::FromOre(value).ToString();
    case Unit::kBool:
      return value != 0 ? "true" : "false";
    case Unit::kCode:
    case Unit::kText: {
      const auto& codes = axis.codes();
      const auto place = static_cast<std::size_t>(value);
      return place < codes.size() ? codes[place] : "any other word";
    }
    case Unit::kDate:
      return Date::FromDaysSinceEpoch(static_cast<std::int32_t>(value)).ToString();
    case Unit::kCount:
    case Unit::kPercent:
      break;
  }
  return std::to_string(value);
}

}  // namespace

std::optional<Box> BoxOf(const Grid& grid,
                         const GridRow& row,
                         Date on,
                         const ParameterValues& parameter_values) {
  Box box;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    std::optional<IntervalSet> set = row.cells[i].SetOn(grid.columns[i].axis, on, parameter_values);
    if (!set.has_value()) return std::nullopt;
    box.push_back(*std::move(set));
  }
  return box;
}

Uncovered FindUncovered(const Box& space, const std::vector<Box>& boxes) {
  return Search(space, boxes).Run();
}

std::string Tell(const Grid& grid, const std::vector<std::int64_t>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size() && i < grid.columns.size(); ++i)
    text += fmt::format("{}{}: {}",
                        text.empty() ? "" : ", ",
                        grid.columns[i].name,
                        ValueText(grid.columns[i].axis, values[i]));
  return text;
}

}  // namespace dm::policy
