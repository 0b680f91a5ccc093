#include "worker/report/table_maker.h"

#include <algorithm>
#include <utility>

#include "worker/core/check.h"

namespace dm::report {
namespace {

using Grid = std::vector<std::vector<Counted>>;
using Flags = std::vector<std::vector<bool>>;

// A place in the grid.
struct Place {
  std::size_t row;
  std::size_t column;
};

// Cells of which the last is the sum of the others.
using Line = std::vector<Place>;

const Counted& At(const Grid& grid, Place place) {
  return grid[place.row][place.column];
}

// The sums at the right, and below.
Grid WithSums(const Grid& counts, Sum sum) {
  Grid grid = counts;
  for (auto& row : grid) {
    Counted all;
    for (const Counted& one : row) all.Add(one);
    row.push_back(std::move(all));
  }
  if (sum == Sum::kNone || grid.empty()) return grid;
  std::vector<Counted> below(grid.front().size());
  for (const auto& row : grid) {
    for (std::size_t i = 0; i < below.size(); ++i) below[i].Add(row[i]);
  }
  grid.push_back(std::move(below));
  return grid;
}

std::vector<Line> LinesOf(const Grid& grid, Sum sum) {
  std::vector<Line> lines;
  if (grid.empty()) return lines;
  const std::size_t columns = grid.front().size();
  for (std::size_t row = 0; row < grid.size(); ++row) {
    Line& line = lines.emplace_back();
    for (std::size_t column = 0; column < columns; ++column) line.push_back({row, column});
  }
  if (sum == Sum::kNone) return lines;
  for (std::size_t column = 0; column < columns; ++column) {
    Line& line = lines.emplace_back();
    for (std::size_t row = 0; row < grid.size(); ++row) line.push_back({row, column});
  }
  return lines;
}

class Hider {
 public:
  Hider(Grid grid, Sum sum, std::int64_t min_cell)
      : grid_(std::move(grid)),
        lines_(LinesOf(grid_, sum)),
        min_cell_(min_cell),
        hidden_(grid_.size(), std::vector<bool>(grid_.empty() ? 0 : grid_.front().size(), false)) {}

  Flags Run() {
    for (std::size_t row = 0; row < grid_.size(); ++row) {
      for (std::size_t column = 0; column < grid_[row].size(); ++column) {
        const Counted& count = grid_[row][column];
        hidden_[row][column] = count.value > 0 && count.people.size() < min_cell_;
      }
    }
    // Each round hides at least one more, so it ends.
    while (std::any_of(
        lines_.begin(), lines_.end(), [this](const Line& line) { return Mend(line); })) {
    }
    return hidden_;
  }

 private:
  // Hides another cell of a line that tells of a hidden one; true where it did.
  bool Mend(const Line& line) {
    People hidden_people;
    int hidden_parts = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      if (!hidden_[line[i].row][line[i].column]) continue;
      ++hidden_parts;
      hidden_people.Add(At(grid_, line[i]).people);
    }
    const bool total_hidden = hidden_[line.back().row][line.back().column];
    if (hidden_parts == 0 && !total_hidden) return false;
    // With its sum, the hidden ones' own sum is known: it is a group too.
    const bool tells =
        total_hidden ? hidden_parts == 0 : hidden_parts == 1 || hidden_people.size() < min_cell_;
    if (!tells) return false;
    return HideSmallest(line, total_hidden);
  }

  bool HideSmallest(const Line& line, bool total_hidden) {
    const Place* smallest = nullptr;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      if (hidden_[line[i].row][line[i].column] || At(grid_, line[i]).value == 0) continue;
      if (smallest == nullptr || At(grid_, line[i]).value < At(grid_, *smallest).value)
        smallest = &line[i];
    }
    // Nothing else stands behind the sum: it tells the same, and goes too.
    if (smallest == nullptr && !total_hidden) smallest = &line.back();
    if (smallest == nullptr) return false;
    hidden_[smallest->row][smallest->column] = true;
    return true;
  }

  Grid grid_;
  const std::vector<Line> lines_;
  const std::int64_t min_cell_;
  Flags hidden_;
};

ReportCell Hidden() {
  return {.state = ReportCellState::kHidden, .value = 0, .text = ""};
}

ReportCell CellOf(const Derived& derived, const std::vector<bool>& hidden, std::int64_t min_cell) {
  if (!derived.value && derived.text.empty()) return MissingCell();
  for (const int over : derived.over) {
    const std::size_t at = over == kAllParts ? hidden.size() - 1 : static_cast<std::size_t>(over);
    if (hidden[at]) return Hidden();
  }
  if (derived.of && derived.of->size() > 0 && derived.of->size() < min_cell) return Hidden();
  return derived.value ? ValueCell(*derived.value) : TextCell(derived.text);
}

ReportRow RowOf(const RawTable& raw,
                std::string label,
                const std::vector<Counted>& counts,
                const std::vector<bool>& hidden,
                const std::vector<Derived>& derived,
                std::int64_t min_cell) {
  ReportRow row;
  row.label = std::move(label);
  const auto count = [&](std::size_t at) {
    row.cells.push_back(hidden[at] ? Hidden() : ValueCell(counts[at].value));
  };
  if (!raw.count.empty()) count(counts.size() - 1);
  if (!raw.parts.empty()) {
    for (std::size_t i = 0; i + 1 < counts.size(); ++i) count(i);
  }
  DM_CHECK(derived.size() == raw.derived.size());
  for (const Derived& one : derived) row.cells.push_back(CellOf(one, hidden, min_cell));
  return row;
}

}  // namespace

std::vector<std::vector<bool>> HiddenCells(const Grid& counts, Sum sum, std::int64_t min_cell) {
  return Hider(WithSums(counts, sum), sum, min_cell).Run();
}

ReportTable MakeTable(const RawTable& raw, std::int64_t min_cell) {
  ReportTable table;
  table.title = raw.title;
  table.head = raw.head;
  if (!raw.count.empty()) table.columns.push_back({raw.count, ReportUnit::kCount});
  for (const std::string& part : raw.parts) table.columns.push_back({part, ReportUnit::kCount});
  table.columns.insert(table.columns.end(), raw.derived.begin(), raw.derived.end());
  Grid counts;
  for (const RawRow& row : raw.rows) counts.push_back(row.parts);
  const Flags hidden = HiddenCells(counts, raw.sum, min_cell);
  const Grid sums = WithSums(counts, raw.sum);
  for (std::size_t i = 0; i < raw.rows.size(); ++i) {
    table.rows.push_back(
        RowOf(raw, raw.rows[i].label, sums[i], hidden[i], raw.rows[i].derived, min_cell));
  }
  if (raw.sum == Sum::kTotal && !raw.rows.empty()) {
    table.rows.push_back(RowOf(raw, "Totalt", sums.back(), hidden.back(), raw.total, min_cell));
    table.rows.back().total = true;
  }
  table.chart = raw.chart;
  table.charted = raw.charted;
  return table;
}

ReportCell ValueCell(std::int64_t value) {
  return {.state = ReportCellState::kValue, .value = value, .text = ""};
}

ReportCell TextCell(std::string text) {
  return {.state = ReportCellState::kValue, .value = 0, .text = std::move(text)};
}

ReportCell MissingCell() {
  return {.state = ReportCellState::kMissing, .value = 0, .text = ""};
}

std::optional<std::int64_t> Permille(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  return (part * 1'000 + whole / 2) / whole;
}

std::optional<std::int64_t> Mean(std::int64_t sum, std::int64_t n) {
  if (n <= 0) return std::nullopt;
  const std::int64_t half = sum < 0 ? -n / 2 : n / 2;
  return (sum + half) / n;
}

}  // namespace dm::report
