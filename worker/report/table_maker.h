// TableMaker: makes a table of groups in which nobody can be made out. What some but fewer
// households than the smallest group stand behind is hidden, with as many others as it takes that
// it cannot be had by subtracting what is shown; what rests on a hidden count is hidden with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/report.h"
#include "worker/report/counted.h"

namespace dm::report {

// Which counts a derived cell rests on: a part by its index, or all parts together.
inline constexpr int kAllParts = -1;

struct Derived {
  std::optional<std::int64_t> value = std::nullopt;  // nothing, and no text: missing
  std::vector<int> over = {kAllParts};
  // Whom it is made of, where that is not one of the counts above. Medians and shares alone: a
  // sum that rests on other counts could be subtracted.
  std::optional<People> of = std::nullopt;
  std::string text = {};  // of a column of words
};

struct RawRow {
  std::string label;
  std::vector<Counted> parts;  // counts that add up to the row's own count
  std::vector<Derived> derived;
};

enum class Sum { kNone, kTotal };  // whether the rows add up to a whole that is shown

struct RawTable {
  std::string title;
  std::string head;
  std::string count;               // title of the column of all parts together; empty: not shown
  std::vector<std::string> parts;  // titles; one part needs none
  std::vector<ReportColumn> derived;
  std::vector<RawRow> rows;
  Sum sum = Sum::kNone;
  std::vector<Derived> total;  // derived cells of the sum
  ReportChart chart = ReportChart::kNone;
  std::vector<int> charted;
};

ReportTable MakeTable(const RawTable& raw, std::int64_t min_cell);

// Which cells must be hidden of `counts` (rows of parts), where each row's sum is known too and,
// with `sum`, each column's. The answer has a column more for the rows' sums, and with `sum` a row
// more. A single part is its own sum.
std::vector<std::vector<bool>> HiddenCells(const std::vector<std::vector<Counted>>& counts,
                                           Sum sum,
                                           std::int64_t min_cell);

// Shorthand.
ReportCell ValueCell(std::int64_t value);
ReportCell TextCell(std::string text);
ReportCell MissingCell();
// 1 000 × part / whole to the nearest; nothing where the whole is 0.
std::optional<std::int64_t> Permille(std::int64_t part, std::int64_t whole);
// sum / n to the nearest; nothing where n is 0.
std::optional<std::int64_t> Mean(std::int64_t sum, std::int64_t n);

}  // namespace dm::report
