#include "worker/policy/analysis/grid_checks.h"

#include <set>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/analysis/table_analysis.h"
#include "worker/policy/engine/windows.h"

namespace dm::policy {
namespace {

class GridChecks {
 public:
  GridChecks(const PolicyData& data, std::vector<PolicyError>* errors)
      : data_(data), errors_(errors), window_(data.municipal.effective) {}

  void Run() {
    for (const auto& [id, table] : data_.tables) {
      CheckGrid(table.grid, table.hit, id, table.place.file);
      FileErrors errors(table.place.file, errors_);
      AnalyseTable({table.grid, table.hit, id, table.place.line, table.total, DaysOf(table.grid)},
                   Values(),
                   errors);
    }
    for (const auto& [id, parameter] : data_.parameters) {
      for (const ParameterVersion& version : parameter.versions)
        CheckGrid(version.grid, parameter.hit, id, parameter.place.file);
    }
    for (const auto& [id, criterion] : data_.criteria)
      CheckCellParameters(criterion.cell, criterion.column, window_, criterion.place);
  }

 private:
  void Fail(const Place& place, std::string message, std::string remedy) {
    errors_->push_back({place.file, place.line, std::move(message), std::move(remedy)});
  }

  ParameterValues Values() const {
    return [this](const std::string& id, Date on) { return data_.ScalarOn(id, on); };
  }

  // A param(id) must be a scalar of the column's unit, with a value on every day on which its row
  // is valid.
  void CheckCellParameters(const Cell& cell,
                           const Column& column,
                           const Period& valid,
                           const Place& place) {
    for (const std::string& id : cell.parameters) {
      const auto found = data_.parameters.find(id);
      if (found == data_.parameters.end() || found->second.kind != ParameterKind::kScalar ||
          found->second.type.unit != column.axis.type().unit) {
        Fail(place,
             fmt::format("param({}) names no scalar parameter with the unit {}",
                         id,
                         UnitWord(column.axis.type().unit)),
             "name one, or write the value");
        continue;
      }
      const std::optional<Period> used = Shared(valid, window_);
      if (!used.has_value() || !used->from.has_value() || !used->to.has_value()) continue;
      if (found->second.On(*used->from) == nullptr || found->second.On(*used->to) == nullptr) {
        Fail(place,
             fmt::format("param({}) has no value on every day of the row", id),
             "complete the parameter's versions, or date the row");
      }
    }
  }

  // Whichever row is chosen, one that takes nothing is never it.
  void CheckNotEmpty(const GridRow& row,
                     std::size_t column,
                     const Column& axis,
                     const std::string& what,
                     const std::string& file) {
    const Cell& cell = row.cells[column];
    if (cell.any || !cell.parameters.empty() || !cell.fixed.intervals().empty()) return;
    Fail({file, row.line},
         fmt::format("{}: the row {} is never reached, its {} leaves out every value",
                     what,
                     row.id,
                     axis.name),
         "name a value that it takes, or remove the row");
  }

  std::vector<Date> ChangeDays(const Grid& grid) const {
    std::set<Date> days;
    for (const GridRow& row : grid.rows) {
      if (row.valid.from.has_value()) days.insert(*row.valid.from);
      for (const Cell& cell : row.cells) {
        for (const std::string& id : cell.parameters) {
          const auto found = data_.parameters.find(id);
          if (found == data_.parameters.end()) continue;
          for (const ParameterVersion& version : found->second.versions)
            days.insert(*version.valid.from);
        }
      }
    }
    return {days.begin(), days.end()};
  }

  // The set's first day and each on which a row or a parameter that a cell names begins or has
  // ended.
  std::vector<Date> DaysOf(const Grid& grid) const {
    std::vector<Date> days;
    if (window_.from.has_value()) days.push_back(*window_.from);
    for (const Date day : ChangeDaysOf(grid, data_)) {
      if (window_.Contains(day)) days.push_back(day);
    }
    return days;
  }

  void CheckGrid(const Grid& grid,
                 HitPolicy hit,
                 const std::string& what,
                 const std::string& file) {
    for (const GridRow& row : grid.rows) {
      for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        CheckCellParameters(row.cells[i], grid.columns[i], row.valid, {file, row.line});
        CheckNotEmpty(row, i, grid.columns[i], what, file);
      }
    }
    FileErrors errors(file, errors_);
    grid.Check(hit, what, ChangeDays(grid), Values(), errors);
  }

  const PolicyData& data_;
  std::vector<PolicyError>* errors_;
  Period window_;  // for which the set claims to be complete
};

}  // namespace

void CheckGrids(const PolicyData& data, std::vector<PolicyError>* errors) {
  GridChecks(data, errors).Run();
}

}  // namespace dm::policy
