#include "worker/policy/engine/compiled_table.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace dm::policy {
namespace {

bool IsWords(const Axis& axis) {
  return axis.type().unit == Unit::kCode || axis.type().unit == Unit::kText;
}

// A cell of words is a set of places among the column's codes; here it becomes a set of the words'
// numbers. What is in the column's set beyond the codes ("any other word") is every other number.
IntervalSet OfWords(const IntervalSet& set, const Axis& axis, Words& words) {
  const std::vector<std::string>& codes = axis.codes();
  const auto other = static_cast<std::int64_t>(codes.size());
  std::vector<Interval> chosen;
  const bool others = axis.open() && set.Has(other);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (set.Has(static_cast<std::int64_t>(i)) == others) continue;
    const std::int64_t word = words.Intern(codes[i]);
    chosen.push_back({word, word});
  }
  IntervalSet made(std::move(chosen));
  return others ? made.Complement({}) : made;
}

}  // namespace

CompiledTable::CompiledCell CompiledTable::CellOf(const IntervalSet& set,
                                                  bool total,
                                                  std::vector<IntervalSet>& lists) {
  CompiledCell cell;
  cell.total = total;
  if (set.empty()) {
    cell.low = 1;
    cell.high = 0;
    return cell;
  }
  cell.low = set.intervals().front().low;
  cell.high = set.intervals().back().high;
  if (set.intervals().size() > 1) {
    cell.list = static_cast<std::int32_t>(lists.size());
    lists.push_back(set);
  }
  return cell;
}

std::optional<CompiledTable> CompiledTable::Make(const Grid& grid,
                                                 Date on,
                                                 const ParameterValues& parameter_values,
                                                 Words& words) {
  CompiledTable table;
  table.columns_ = grid.columns.size();
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    const auto& row = grid.rows[r];
    if (!row.valid.Contains(on)) continue;
    table.rows_.push_back(r);
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
      const Axis& axis = grid.columns[c].axis;
      if (row.cells[c].any) {
        table.cells_.push_back(CellOf(IntervalSet({Interval{}}), true, table.lists_));
        continue;
      }
      const std::optional<IntervalSet> set = row.cells[c].SetOn(axis, on, parameter_values);
      if (!set.has_value()) return std::nullopt;
      const bool total = set->Contains(IntervalSet({axis.universe()}));
      const bool any_word = IsWords(axis) && total;
      table.cells_.push_back(CellOf(any_word        ? IntervalSet({Interval{}})
                                    : IsWords(axis) ? OfWords(*set, axis, words)
                                                    : *set,
                                    total,
                                    table.lists_));
    }
  }
  const auto indexed = std::find_if(grid.columns.begin(), grid.columns.end(), [](const Column& c) {
    return IsWords(c.axis) || c.axis.type().unit == Unit::kBool;
  });
  constexpr std::size_t kRowsWorthAnIndex = 4;
  if (indexed != grid.columns.end() && table.rows_.size() >= kRowsWorthAnIndex)
    table.Index(static_cast<std::size_t>(indexed - grid.columns.begin()), words.size());
  return table;
}

// For each word the rows that may fit it, in order; words beyond the highest bound of a cell
// share a bucket.
void CompiledTable::Index(std::size_t column, std::size_t words) {
  indexed_ = column;
  std::int64_t highest = 1;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const CompiledCell& cell = RowAt(row)[column];
    const auto reach = [&](std::int64_t bound) {
      if (bound <= static_cast<std::int64_t>(words)) highest = std::max(highest, bound);
    };
    reach(cell.low);
    reach(cell.high);
    if (cell.list < 0) continue;
    for (const Interval& interval : lists_[static_cast<std::size_t>(cell.list)].intervals()) {
      reach(interval.low);
      reach(interval.high);
    }
  }
  // Marks and ends of "every other word" lie beyond all words; one number above the highest stands
  // for them.
  for (std::int64_t word = 0; word <= highest + 1; ++word) {
    starts_.push_back(static_cast<std::uint32_t>(candidates_.size()));
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const CompiledCell& cell = RowAt(row)[column];
      const bool fits = word >= cell.low && word <= cell.high &&
                        (cell.list < 0 || lists_[static_cast<std::size_t>(cell.list)].Has(word));
      if (fits) candidates_.push_back(static_cast<std::uint16_t>(row));
    }
  }
  starts_.push_back(static_cast<std::uint32_t>(candidates_.size()));
}

Fit CompiledTable::FitOf(int row,
                         const std::int64_t* values,
                         std::size_t* failed_column,
                         std::vector<std::size_t>* open) const {
  const CompiledCell* cells = RowAt(static_cast<std::size_t>(row));
  for (std::size_t i = 0; i < columns_; ++i) {
    const CompiledCell& cell = cells[i];
    bool fails = cell.low > cell.high;
    if (IsNumber(values[i])) {
      fails = values[i] < cell.low || values[i] > cell.high ||
              (cell.list >= 0 && !lists_[static_cast<std::size_t>(cell.list)].Has(values[i]));
    } else if (!fails && !cell.total) {
      open->push_back(i);
    }
    if (!fails) continue;
    *failed_column = i;
    open->clear();
    return Fit::kNo;
  }
  return open->empty() ? Fit::kYes : Fit::kMaybe;
}

int CompiledTable::FirstUnknown(const std::int64_t* values) const {
  std::size_t failed = 0;
  std::vector<std::size_t> open;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    open.clear();
    switch (FitOf(static_cast<int>(row), values, &failed, &open)) {
      case Fit::kYes:
        return static_cast<int>(row);
      case Fit::kMaybe:
        return kUndetermined;
      case Fit::kNo:
        break;
    }
  }
  return kNoRow;
}

void AddBoundsOf(const Interval& interval, std::vector<std::int64_t>* bounds) {
  bounds->push_back(interval.low);
  if (interval.high < std::numeric_limits<std::int64_t>::max())
    bounds->push_back(interval.high + 1);
}

void CompiledTable::AddBounds(std::size_t column, std::vector<std::int64_t>* bounds) const {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const CompiledCell& cell = RowAt(row)[column];
    if (cell.low > cell.high) continue;
    AddBoundsOf({cell.low, cell.high}, bounds);
    if (cell.list < 0) continue;
    for (const Interval& interval : lists_[static_cast<std::size_t>(cell.list)].intervals())
      AddBoundsOf(interval, bounds);
  }
}

}  // namespace dm::policy
