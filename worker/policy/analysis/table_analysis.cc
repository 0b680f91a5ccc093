#include "worker/policy/analysis/table_analysis.h"

#include <set>

#include "fmt/format.h"
#include "worker/policy/analysis/region.h"

namespace dm::policy {
namespace {

void CheckTotal(const TableClaim& claim,
                const std::vector<Box>& boxes,
                Date on,
                FileErrors& errors) {
  Box space;
  for (const Column& column : claim.grid.columns)
    space.push_back(IntervalSet({column.axis.universe()}));
  const Uncovered uncovered = FindUncovered(space, boxes);
  if (uncovered.too_large) {
    errors.Add(claim.line,
               fmt::format("{} has too many combinations to show that it is total", claim.what),
               "say otherwise instead of total, or part the table");
  } else if (uncovered.found) {
    errors.Add(claim.line,
               fmt::format("{} is not total: no row on {} for {}",
                           claim.what,
                           on.ToString(),
                           Tell(claim.grid, uncovered.example)),
               "add a row for it, or remove total");
  }
}

}  // namespace

void AnalyseTable(const TableClaim& claim,
                  const ParameterValues& parameter_values,
                  FileErrors& errors) {
  // A row is unreachable when it is so on every day that it is in force; it is told once.
  std::set<std::size_t> reached;
  std::set<std::size_t> hidden;
  for (const Date day : claim.days) {
    std::vector<Box> boxes;
    bool whole = true;
    for (std::size_t i = 0; i < claim.grid.rows.size(); ++i) {
      const GridRow& row = claim.grid.rows[i];
      if (!row.valid.Contains(day)) continue;
      const std::optional<Box> box = BoxOf(claim.grid, row, day, parameter_values);
      if (!box.has_value()) {
        whole = false;  // a parameter without a value is another check's error
        reached.insert(i);
        continue;
      }
      if (claim.hit == HitPolicy::kFirst && !reached.contains(i)) {
        const Uncovered left = FindUncovered(*box, boxes);
        (left.found || left.too_large ? reached : hidden).insert(i);
      }
      boxes.push_back(*box);
    }
    if (claim.total && whole) CheckTotal(claim, boxes, day, errors);
  }
  for (const std::size_t i : hidden) {
    if (reached.contains(i)) continue;
    errors.Add(
        claim.grid.rows[i].line,
        fmt::format("{}: the row {} is never reached, the rows above take all of it together",
                    claim.what,
                    claim.grid.rows[i].id),
        "move it up, narrow the others, or remove it");
  }
}

}  // namespace dm::policy
