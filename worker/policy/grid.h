// Grid: the columns and rows that parameter tables and decision tables have in common: which rows
// fit some values, and whether two rows can ever fit the same ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/cell.h"

namespace dm::policy {

enum class HitPolicy {
  kUnique,   // at most one row can fit: overlap is a load error
  kFirst,    // the first row that fits
  kCollect,  // every row that fits
};
std::optional<HitPolicy> HitPolicyOf(std::string_view word);

struct Column {
  std::string name;
  std::string fact;             // decision tables: the fact that it looks at
  std::uint32_t fact_hash = 0;  // of its name
  Axis axis;
};

struct GridRow {
  std::string id;
  int line = 0;
  Period valid;
  std::vector<Cell> cells;  // as many as columns
};

enum class Fit { kYes, kNo, kMaybe };

struct RowFit {
  Fit fit = Fit::kYes;
  std::size_t failed_column = 0;          // kNo: the first column that fails
  std::vector<std::size_t> open_columns;  // kMaybe: unknown columns that could make it fail
};

class Grid {
 public:
  std::vector<Column> columns;
  std::vector<GridRow> rows;

  // Fixes all cells; call once, when every row has been read.
  void Fix();
  // `values` has one number a column, nothing where the value is unknown. Nothing when a parameter
  // of the row has no value on `on`.
  std::optional<RowFit> FitOf(const GridRow& row,
                              const std::vector<std::optional<std::int64_t>>& values,
                              Date on,
                              const ParameterValues& parameter_values) const;
  // Unique: two rows that can fit the same values on the same day. First: a row that one earlier
  // row hides altogether. Both are judged on every day on which a row starts or a parameter that a
  // cell names changes (`change_days`).
  void Check(HitPolicy hit,
             const std::string& what,
             const std::vector<Date>& change_days,
             const ParameterValues& parameter_values,
             FileErrors& errors) const;

 private:
  std::optional<bool> OverlapOn(const GridRow& a,
                                const GridRow& b,
                                Date on,
                                const ParameterValues& parameter_values) const;
  std::optional<bool> HidesOn(const GridRow& above,
                              const GridRow& below,
                              Date on,
                              const ParameterValues& parameter_values) const;
};

// The days that both periods share; nothing when there are none.
std::optional<Period> Shared(const Period& a, const Period& b);

}  // namespace dm::policy
