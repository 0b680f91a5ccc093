// CompiledTable: the rows of one table that are in force in one window of days, as closed intervals
// of int64. Looking a row up touches no text. Immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "worker/policy/engine/number.h"
#include "worker/policy/engine/words.h"
#include "worker/policy/grid.h"

namespace dm::policy {

// Its first value and the first one behind it.
void AddBoundsOf(const Interval& interval, std::vector<std::int64_t>* bounds);

class CompiledTable {
 public:
  static constexpr int kNoRow = -1;
  static constexpr int kUndetermined = -2;

  // The rows of `grid` in force on `on`. Every code of a column's domain and every word of a cell
  // is interned in `words`. Nothing when a parameter that a cell names has no value on `on`.
  static std::optional<CompiledTable> Make(const Grid& grid,
                                           Date on,
                                           const ParameterValues& parameter_values,
                                           Words& words);

  std::size_t columns() const { return columns_; }

  std::size_t rows() const { return rows_.size(); }

  // The place in the grid of a row of this table.
  std::size_t GridRow(int row) const { return rows_[static_cast<std::size_t>(row)]; }

  // The first row that fits `values`, one a column; kNoRow; or kUndetermined when a value that is
  // no number could decide it.
  int First(const std::int64_t* values) const {
    for (std::size_t i = 0; i < columns_; ++i) {
      if (!IsNumber(values[i])) return FirstUnknown(values);
    }
    return indexed_ == kNotIndexed ? FirstOf(values, nullptr, rows_.size()) : FirstIndexed(values);
  }

  // How one row fits. `open` gets the columns whose value is no number and could make it fail.
  Fit FitOf(int row,
            const std::int64_t* values,
            std::size_t* failed_column,
            std::vector<std::size_t>* open) const;

  // Where the cells of a column begin and end: between two bounds no row tells values apart.
  void AddBounds(std::size_t column, std::vector<std::int64_t>* bounds) const;

 private:
  static constexpr std::size_t kNotIndexed = static_cast<std::size_t>(-1);

  struct CompiledCell {
    std::int64_t low = 0;  // the hull of the set
    std::int64_t high = 0;
    std::int32_t list = -1;  // in lists_, where the hull is not the set
    bool total = false;      // holds every value of the column
  };

  static CompiledCell CellOf(const IntervalSet& set, bool total, std::vector<IntervalSet>& lists);
  void Index(std::size_t column, std::size_t words);
  int FirstUnknown(const std::int64_t* values) const;

  const CompiledCell* RowAt(std::size_t row) const { return cells_.data() + row * columns_; }

  bool Fits(const CompiledCell* cells, const std::int64_t* values) const {
    for (std::size_t i = 0; i < columns_; ++i) {
      if (values[i] < cells[i].low || values[i] > cells[i].high) return false;
      if (cells[i].list >= 0 && !lists_[static_cast<std::size_t>(cells[i].list)].Has(values[i]))
        return false;
    }
    return true;
  }

  int FirstOf(const std::int64_t* values,
              const std::uint16_t* candidates,
              std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t row = candidates == nullptr ? i : candidates[i];
      if (Fits(RowAt(row), values)) return static_cast<int>(row);
    }
    return kNoRow;
  }

  int FirstIndexed(const std::int64_t* values) const {
    const std::int64_t value = values[indexed_];
    const std::size_t bucket = value >= 0 && value < static_cast<std::int64_t>(starts_.size()) - 2
                                   ? static_cast<std::size_t>(value)
                                   : starts_.size() - 2;
    return FirstOf(
        values, candidates_.data() + starts_[bucket], starts_[bucket + 1] - starts_[bucket]);
  }

  std::size_t columns_ = 0;
  std::vector<std::size_t> rows_;    // places in the grid
  std::vector<CompiledCell> cells_;  // row by row
  std::vector<IntervalSet> lists_;
  std::size_t indexed_ = kNotIndexed;      // the first column of words or flags
  std::vector<std::uint32_t> starts_;      // into candidates_, by word; the last is for all others
  std::vector<std::uint16_t> candidates_;  // rows, in order
};

}  // namespace dm::policy
