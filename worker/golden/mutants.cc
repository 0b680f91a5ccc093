// Mutants of parameters and tables; and all of them together.
#include <algorithm>
#include <tuple>
#include <utility>

#include "worker/golden/mutant_maker.h"
#include "worker/golden/same_table.h"
#include "worker/golden/words.h"

namespace dm::golden {

namespace {

using policy::GridRow;
using policy::Parameter;
using policy::ParameterKind;
using policy::ParameterVersion;
using policy::PolicyData;

using VersionOf = std::function<ParameterVersion&(PolicyData&)>;

VersionOf VersionAt(const std::string& id, std::size_t version) {
  return [id, version](PolicyData& data) -> ParameterVersion& {
    return data.parameters.find(id)->second.versions[version];
  };
}

// Tables and criteria that have the parameter for a limit read it without asking for it.
std::vector<std::string> ReadersOf(const PolicyData& data, const std::string& id) {
  std::vector<std::string> readers;
  const auto names = [&](const policy::Cell& cell) {
    return std::find(cell.parameters.begin(), cell.parameters.end(), id) != cell.parameters.end();
  };
  const auto reads = [&](const policy::Grid& grid) {
    return std::any_of(grid.rows.begin(), grid.rows.end(), [&](const GridRow& row) {
      return std::any_of(row.cells.begin(), row.cells.end(), names);
    });
  };
  for (const auto& [table_id, table] : data.tables) {
    if (reads(table.grid)) readers.push_back(AskedTable(table_id));
  }
  for (const auto& [other, parameter] : data.parameters) {
    for (const ParameterVersion& version : parameter.versions) {
      if (reads(version.grid)) readers.push_back(AskedTable(other));
    }
  }
  for (const auto& [criterion_id, criterion] : data.criteria) {
    if (names(criterion.cell)) readers.push_back(AskedCriterion(criterion_id));
  }
  return readers;
}

MutantOf OfParameter(const PolicyData& data,
                     const Parameter& parameter,
                     const std::string& row,
                     int line) {
  MutantOf of;
  of.rule = ParameterRule(data, parameter.id, row);
  of.place = {parameter.place.file, line};
  of.asked = ReadersOf(data, parameter.id);
  of.asked.insert(of.asked.begin(), AskedTable(parameter.id));
  return of;
}

// The first or the last day of a version and of those of its rows that have the same.
void MoveDay(std::optional<Date> Period::*end, Date from, Date to, ParameterVersion* version) {
  version->valid.*end = to;
  for (GridRow& row : version->grid.rows) {
    if (row.valid.*end == from) row.valid.*end = to;
  }
}

// A version begins the day after the one before it ended: both move.
void AddVersionDay(const PolicyData& data,
                   const Parameter& parameter,
                   std::size_t version,
                   MutantMaker* maker) {
  const Period window = maker->window();
  const Date from = *parameter.versions[version].valid.from;
  if (!window.Contains(from) || !window.Contains(from.PlusDays(-1))) return;
  const MutantOf of = OfParameter(
      data, parameter, parameter.id + "@" + from.ToString(), parameter.versions[version].line);
  const bool follows = version > 0 && parameter.versions[version - 1].valid.to == from.PlusDays(-1);
  for (const int step : {-1, 1}) {
    const Date moved = from.PlusDays(step);
    maker->Add(of,
               "valid_from " + from.ToString() + " → " + moved.ToString(),
               "cases on " + from.PlusDays(-1).ToString() + " and on " + from.ToString(),
               [at = VersionAt(parameter.id, version),
                before = VersionAt(parameter.id, follows ? version - 1 : version),
                follows,
                from,
                moved](PolicyData& changed) {
                 MoveDay(&Period::from, from, moved, &at(changed));
                 if (!follows) return;
                 MoveDay(&Period::to, from.PlusDays(-1), moved.PlusDays(-1), &before(changed));
               });
  }
}

void AddScalar(const PolicyData& data,
               const Parameter& parameter,
               std::size_t version,
               MutantMaker* maker) {
  const ParameterVersion& one = parameter.versions[version];
  maker->Value(
      OfParameter(data, parameter, parameter.id + "@" + one.valid.from->ToString(), one.line),
      "value",
      parameter.type,
      one.value,
      [at = VersionAt(parameter.id, version)](PolicyData& changed) -> FactValue& {
        return at(changed).value;
      });
}

void AddBeyond(const PolicyData& data,
               const Parameter& parameter,
               std::size_t version,
               MutantMaker* maker) {
  const policy::Beyond& beyond = *parameter.versions[version].beyond;
  const MutantOf of = OfParameter(data, parameter, beyond.id, parameter.versions[version].line);
  const VersionOf at = VersionAt(parameter.id, version);
  for (const std::int64_t step : {-kMutantStep, kMutantStep}) {
    const auto words = [&](std::int64_t value) { return InWords(parameter.type, value); };
    maker->Add(
        of,
        "add_per_step " + words(beyond.add_per_step) + " → " + words(beyond.add_per_step + step),
        "a case with " + beyond.key + " above " + std::to_string(beyond.above),
        [at, step](PolicyData& changed) { at(changed).beyond->add_per_step += step; });
    maker->Add(
        of,
        "above " + std::to_string(beyond.above) + " → " + std::to_string(beyond.above + step),
        "a case with " + beyond.key + " " + std::to_string(beyond.above + 1),
        [at, step](PolicyData& changed) { at(changed).beyond->above += step; });
  }
}

void AddRows(const PolicyData& data,
             const Parameter& parameter,
             std::size_t version,
             MutantMaker* maker) {
  const ParameterVersion& one = parameter.versions[version];
  const VersionOf at = VersionAt(parameter.id, version);
  for (std::size_t row = 0; row < one.rows.size(); ++row) {
    const GridRow& grid_row = one.grid.rows[row];
    const MutantOf of = OfParameter(data, parameter, grid_row.id, grid_row.line);
    maker->Value(
        of,
        "value",
        parameter.type,
        one.rows[row].value,
        [at, row](PolicyData& changed) -> FactValue& { return at(changed).rows[row].value; });
    for (std::size_t c = 0; c < grid_row.cells.size(); ++c) {
      const SameTable same = {
          .hit = parameter.hit,
          .row = row,
          .column = c,
          .below = one.beyond.has_value() && one.beyond->key == one.grid.columns[c].name
                       ? one.beyond->above
                       : policy::Interval().high};
      maker->Cell(
          of,
          one.grid.columns[c],
          grid_row.cells[c],
          [at, row, c](PolicyData& changed) -> policy::Cell& {
            return at(changed).grid.rows[row].cells[c];
          },
          [at, same](PolicyData& before, PolicyData& after) {
            return same.Holds(at(before).grid, at(after).grid, after);
          });
    }
    maker->Add(of, "row left out", "a case that hits the row", [at, row](PolicyData& changed) {
      const auto place = static_cast<std::ptrdiff_t>(row);
      ParameterVersion& without = at(changed);
      without.grid.rows.erase(without.grid.rows.begin() + place);
      without.rows.erase(without.rows.begin() + place);
    });
  }
  if (one.beyond.has_value()) AddBeyond(data, parameter, version, maker);
}

bool IsWeekend(Date day) {
  constexpr int kFriday = 5;
  return day.iso_weekday() > kFriday;
}

// Days of a calendar: each one left out, and the day after it put in.
void AddDays(const PolicyData& data,
             const Parameter& parameter,
             std::size_t version,
             MutantMaker* maker) {
  const ParameterVersion& one = parameter.versions[version];
  const MutantOf of =
      OfParameter(data, parameter, parameter.id + "@" + one.valid.from->ToString(), one.line);
  for (std::size_t i = 0; i < one.days.size(); ++i) {
    if (!maker->window().Contains(one.days[i])) continue;
    const std::string day = one.days[i].ToString();
    const VersionOf at = VersionAt(parameter.id, version);
    // Banks are closed on Saturdays and Sundays whatever the calendar says.
    const bool weekend = IsWeekend(one.days[i]);
    const std::string moved = day + " → " + one.days[i].PlusDays(1).ToString();
    if (weekend) {
      maker->AddEquivalent(of, day + " left out");
    } else {
      maker->Add(of, day + " left out", "a case on " + day, [at, i](PolicyData& changed) {
        std::vector<Date>& days = at(changed).days;
        days.erase(days.begin() + static_cast<std::ptrdiff_t>(i));
      });
    }
    if (weekend && IsWeekend(one.days[i].PlusDays(1))) {
      maker->AddEquivalent(of, moved);
      continue;
    }
    maker->Add(of, moved, "cases on " + day + " and the day after", [at, i](PolicyData& changed) {
      std::vector<Date>& days = at(changed).days;
      days[i] = days[i].PlusDays(1);
      std::sort(days.begin(), days.end());
    });
  }
}

}  // namespace

void AddParameterMutants(const PolicyData& data, MutantMaker* maker) {
  for (const auto& [id, parameter] : data.parameters) {
    for (std::size_t i = 0; i < parameter.versions.size(); ++i) {
      if (!policy::Shared(parameter.versions[i].valid, maker->window()).has_value()) continue;
      AddVersionDay(data, parameter, i, maker);
      switch (parameter.kind) {
        case ParameterKind::kScalar:
          AddScalar(data, parameter, i, maker);
          break;
        case ParameterKind::kTable:
          AddRows(data, parameter, i, maker);
          break;
        case ParameterKind::kDays:
          AddDays(data, parameter, i, maker);
          break;
      }
    }
  }
}

namespace {

void AddOutputs(const policy::DecisionTable& table,
                std::size_t row,
                const MutantOf& of,
                MutantMaker* maker) {
  const bool otherwise = row == table.rows.size();
  const policy::TableRow& outputs = otherwise ? table.otherwise->second : table.rows[row];
  for (const policy::TableOutput& output : table.outputs) {
    const auto found = outputs.outputs.find(output.name);
    if (found == outputs.outputs.end()) continue;
    maker->Value(
        of,
        output.name,
        output.type,
        found->second,
        [id = table.id, row, otherwise, name = output.name](PolicyData& changed) -> FactValue& {
          policy::DecisionTable& other = changed.tables.find(id)->second;
          policy::TableRow& at = otherwise ? other.otherwise->second : other.rows[row];
          return at.outputs.find(name)->second;
        });
  }
}

void AddTable(const policy::DecisionTable& table, MutantMaker* maker) {
  const std::string id = table.id;
  MutantOf of;
  of.asked = {AskedTable(id)};
  for (std::size_t row = 0; row < table.grid.rows.size(); ++row) {
    const GridRow& grid_row = table.grid.rows[row];
    if (!policy::Shared(grid_row.valid, maker->window()).has_value()) continue;
    of.rule = {RuleKind::kTableRow, id + "/" + grid_row.id};
    of.place = {table.place.file, grid_row.line};
    for (std::size_t c = 0; c < grid_row.cells.size(); ++c) {
      const SameTable same = {.hit = table.hit, .row = row, .column = c};
      maker->Cell(
          of,
          table.grid.columns[c],
          grid_row.cells[c],
          [id, row, c](PolicyData& changed) -> policy::Cell& {
            return changed.tables.find(id)->second.grid.rows[row].cells[c];
          },
          [id, same](PolicyData& before, PolicyData& after) {
            return same.Holds(
                before.tables.find(id)->second.grid, after.tables.find(id)->second.grid, after);
          });
    }
    maker->Days(of, grid_row.valid, [id, row](PolicyData& changed) -> Period& {
      return changed.tables.find(id)->second.grid.rows[row].valid;
    });
    AddOutputs(table, row, of, maker);
    maker->Add(of, "row left out", "a case that hits the row", [id, row](PolicyData& changed) {
      const auto place = static_cast<std::ptrdiff_t>(row);
      policy::DecisionTable& without = changed.tables.find(id)->second;
      without.grid.rows.erase(without.grid.rows.begin() + place);
      without.rows.erase(without.rows.begin() + place);
    });
  }
  if (!table.otherwise.has_value()) return;
  of.rule = {RuleKind::kTableRow, id + "/" + table.otherwise->first};
  of.place = table.place;
  AddOutputs(table, table.rows.size(), of, maker);
}

}  // namespace

void AddTableMutants(const PolicyData& data, MutantMaker* maker) {
  for (const auto& [id, table] : data.tables) AddTable(table, maker);
}

std::vector<Mutant> MutantsOf(const SetUnderTest& under) {
  const PolicyData& data = *under.data;
  MutantMaker maker(data.municipal.effective);
  AddParameterMutants(data, &maker);
  AddTableMutants(data, &maker);
  AddTypfallMutants(under, &maker);
  AddFormulaMutants(data, &maker);
  AddCatalogueMutants(data, &maker);
  std::vector<Mutant> mutants = maker.Take();
  std::stable_sort(mutants.begin(), mutants.end(), [](const Mutant& a, const Mutant& b) {
    return std::tie(a.place.file, a.place.line) < std::tie(b.place.file, b.place.line);
  });
  return mutants;
}

}  // namespace dm::golden
