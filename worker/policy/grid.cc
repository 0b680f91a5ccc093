#include "worker/policy/grid.h"

#include <algorithm>

#include "fmt/format.h"

namespace dm::policy {
namespace {

// The first day of `period`, and each of `change_days` inside it. A period without a start is
// judged from the earliest change.
std::vector<Date> JudgedDays(const Period& period, const std::vector<Date>& change_days) {
  std::vector<Date> days;
  if (period.from.has_value()) days.push_back(*period.from);
  for (const Date day : change_days) {
    if (period.Contains(day)) days.push_back(day);
  }
  if (days.empty()) days.push_back(period.to.value_or(Date()));
  return days;
}

}  // namespace

std::optional<HitPolicy> HitPolicyOf(std::string_view word) {
  if (word == "unique") return HitPolicy::kUnique;
  if (word == "first") return HitPolicy::kFirst;
  if (word == "collect") return HitPolicy::kCollect;
  return std::nullopt;
}

std::optional<Period> Shared(const Period& a, const Period& b) {
  Period shared;
  shared.from = !a.from.has_value()   ? b.from
                : !b.from.has_value() ? a.from
                                      : std::max(*a.from, *b.from);
  shared.to = !a.to.has_value() ? b.to : !b.to.has_value() ? a.to : std::min(*a.to, *b.to);
  if (shared.from.has_value() && shared.to.has_value() && *shared.to < *shared.from)
    return std::nullopt;
  return shared;
}

void Grid::Fix() {
  for (GridRow& row : rows) {
    for (std::size_t i = 0; i < columns.size(); ++i) row.cells[i].Fix(columns[i].axis);
  }
}

std::optional<RowFit> Grid::FitOf(const GridRow& row,
                                  const std::vector<std::optional<std::int64_t>>& values,
                                  Date on,
                                  const ParameterValues& parameter_values) const {
  RowFit result;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Cell& cell = row.cells[i];
    if (cell.any) continue;
    // Most cells name no parameter: their set stands ready and is not copied.
    std::optional<IntervalSet> resolved;
    const IntervalSet* set = &cell.fixed;
    if (!cell.parameters.empty()) {
      resolved = cell.SetOn(columns[i].axis, on, parameter_values);
      if (!resolved.has_value()) return std::nullopt;
      set = &*resolved;
    }
    if (values[i].has_value()) {
      if (!set->Has(*values[i])) return RowFit{Fit::kNo, i, {}};
      continue;
    }
    if (set->empty()) return RowFit{Fit::kNo, i, {}};
    // A cell that names every value there is cannot fail, whatever the unknown value turns out to
    // be.
    const bool total = set->Contains(IntervalSet({columns[i].axis.universe()}));
    if (!total) result.open_columns.push_back(i);
  }
  result.fit = result.open_columns.empty() ? Fit::kYes : Fit::kMaybe;
  return result;
}

std::optional<bool> Grid::OverlapOn(const GridRow& a,
                                    const GridRow& b,
                                    Date on,
                                    const ParameterValues& parameter_values) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto set_a = a.cells[i].SetOn(columns[i].axis, on, parameter_values);
    const auto set_b = b.cells[i].SetOn(columns[i].axis, on, parameter_values);
    if (!set_a.has_value() || !set_b.has_value()) return std::nullopt;
    if (!set_a->Intersects(*set_b)) return false;
  }
  return true;
}

std::optional<bool> Grid::HidesOn(const GridRow& above,
                                  const GridRow& below,
                                  Date on,
                                  const ParameterValues& parameter_values) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto upper = above.cells[i].SetOn(columns[i].axis, on, parameter_values);
    const auto lower = below.cells[i].SetOn(columns[i].axis, on, parameter_values);
    if (!upper.has_value() || !lower.has_value()) return std::nullopt;
    if (!upper->Contains(*lower)) return false;
  }
  return true;
}

void Grid::Check(HitPolicy hit,
                 const std::string& what,
                 const std::vector<Date>& change_days,
                 const ParameterValues& parameter_values,
                 FileErrors& errors) const {
  for (std::size_t later = 0; later < rows.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const GridRow& above = rows[earlier];
      const GridRow& below = rows[later];
      const std::optional<Period> shared = Shared(above.valid, below.valid);
      if (!shared.has_value()) continue;
      const std::vector<Date> days = JudgedDays(*shared, change_days);
      if (hit == HitPolicy::kUnique) {
        const bool overlap = std::any_of(days.begin(), days.end(), [&](Date day) {
          return OverlapOn(above, below, day, parameter_values).value_or(false);
        });
        if (!overlap) continue;
        errors.Add(
            below.line,
            fmt::format("{}: the rows {} and {} can fit the same values", what, above.id, below.id),
            "make their cells or dates disjoint, or use hit: first");
      } else if (hit == HitPolicy::kFirst && *shared == below.valid) {
        const bool hidden = std::all_of(days.begin(), days.end(), [&](Date day) {
          return HidesOn(above, below, day, parameter_values).value_or(false);
        });
        if (!hidden) continue;
        errors.Add(
            below.line,
            fmt::format(
                "{}: the row {} is never reached, {} takes all of it", what, below.id, above.id),
            "move it up, narrow the other row, or remove it");
        break;
      }
    }
  }
}

}  // namespace dm::policy
