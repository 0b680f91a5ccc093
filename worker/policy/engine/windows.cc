#include "worker/policy/engine/windows.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "worker/policy/engine/arithmetic.h"
#include "worker/policy/engine/number.h"

namespace dm::policy {
namespace {

// Days before any calendar day: where a window begins that has always been.
const Date kEver = Date::FromDaysSinceEpoch(-719162);

void AddPeriod(const Period& period, std::set<Date>& days) {
  if (period.from.has_value()) days.insert(*period.from);
  if (const std::optional<Date> after = DayAfter(period)) days.insert(*after);
}

void AddScalar(const std::string& id, const PolicyData& data, std::set<Date>& days) {
  const auto found = data.parameters.find(id);
  if (found == data.parameters.end()) return;
  for (const ParameterVersion& version : found->second.versions) AddPeriod(version.valid, days);
}

ParameterValues ValuesOf(const PolicyData& data) {
  return [&data](const std::string& id, Date on) { return data.ScalarOn(id, on); };
}

std::shared_ptr<const CompiledTable> Compiled(const Grid& grid,
                                              Date on,
                                              const PolicyData& data,
                                              Words& words) {
  std::optional<CompiledTable> table = CompiledTable::Make(grid, on, ValuesOf(data), words);
  if (!table.has_value()) return nullptr;
  return std::make_shared<const CompiledTable>(*std::move(table));
}

WindowTable OfParameter(const Parameter& parameter, Date on, const PolicyData& data, Words& words) {
  WindowTable made;
  const ParameterVersion* version = parameter.On(on);
  if (version == nullptr) return made;
  made.table = Compiled(version->grid, on, data, words);
  for (const ParameterRow& row : version->rows) made.values.push_back(NumberOf(row.value, words));
  if (version->beyond.has_value()) {
    const auto column = std::find_if(
        version->grid.columns.begin(), version->grid.columns.end(), [&](const Column& candidate) {
          return candidate.name == version->beyond->key;
        });
    made.beyond_column = static_cast<int>(column - version->grid.columns.begin());
    made.beyond_above = version->beyond->above;
    made.beyond_add = version->beyond->add_per_step;
    made.beyond_max = version->beyond->value_max;
  }
  return made;
}

void AddOutputs(const DecisionTable& table, const TableRow& row, Words& words, WindowTable& made) {
  for (const TableOutput& output : table.outputs) {
    const auto value = row.outputs.find(output.name);
    made.values.push_back(value == row.outputs.end() ? kUnknown : NumberOf(value->second, words));
  }
}

WindowTable OfTable(const DecisionTable& table, Date on, const PolicyData& data, Words& words) {
  WindowTable made;
  if (!table.valid.Contains(on)) return made;
  made.table = Compiled(table.grid, on, data, words);
  if (made.table == nullptr) return made;
  for (std::size_t row = 0; row < made.table->rows(); ++row)
    AddOutputs(table, table.rows[made.table->GridRow(static_cast<int>(row))], words, made);
  made.has_otherwise = table.otherwise.has_value();
  if (made.has_otherwise) AddOutputs(table, table.otherwise->second, words, made);
  return made;
}

void AddSources(const std::vector<std::string>& sources,
                const PolicyData& data,
                std::set<Date>& days) {
  for (const std::string& id : sources) {
    const auto found = data.sources.find(id);
    if (found == data.sources.end()) continue;
    for (const SourceVersion& version : found->second.versions) AddPeriod(version.valid, days);
  }
}

void AddSources(const Parameter& parameter, const PolicyData& data, std::set<Date>& days) {
  for (const ParameterVersion& version : parameter.versions) {
    AddSources(version.sources, data, days);
    for (const ParameterRow& row : version.rows) AddSources(row.sources, data, days);
    if (version.beyond.has_value()) AddSources(version.beyond->sources, data, days);
  }
}

void AddSources(const DecisionTable& table, const PolicyData& data, std::set<Date>& days) {
  for (const TableRow& row : table.rows) AddSources(row.sources, data, days);
  if (table.otherwise.has_value()) AddSources(table.otherwise->second.sources, data, days);
}

// The days on which what the program cites changes: a step is told with the law of its day, and
// what one window has told is told again in it (ToldSteps).
std::set<Date> SourceDaysOf(const Program& program, const PolicyData& data) {
  std::set<Date> days;
  for (const CalcStep& step : program.calculation.steps) {
    AddSources(step.sources, data, days);
    for (const CalcException& exception : step.exceptions)
      AddSources(exception.sources, data, days);
  }
  for (const TableUse& use : program.tables) {
    if (use.parameter) {
      AddSources(data.parameters.at(use.id), data, days);
    } else {
      AddSources(data.tables.at(use.id), data, days);
    }
  }
  for (const Variable& variable : program.variables) {
    if (!variable.parameter.empty()) AddSources(data.parameters.at(variable.parameter), data, days);
  }
  return days;
}

}  // namespace

std::int64_t NumberOf(const FactValue& value, Words& words) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  if (const std::int64_t* number = std::get_if<std::int64_t>(&value))
    return IsNumber(*number) ? *number : kUnknown;
  return words.Intern(std::get<std::string>(value));
}

std::set<Date> ChangeDaysOf(const Grid& grid, const PolicyData& data) {
  std::set<Date> days;
  for (const GridRow& row : grid.rows) {
    AddPeriod(row.valid, days);
    for (const Cell& cell : row.cells) {
      for (const std::string& id : cell.parameters) AddScalar(id, data, days);
    }
  }
  return days;
}

std::set<Date> ChangeDaysOf(const Parameter& parameter, const PolicyData& data) {
  std::set<Date> days;
  for (const ParameterVersion& version : parameter.versions) {
    AddPeriod(version.valid, days);
    days.merge(ChangeDaysOf(version.grid, data));
  }
  return days;
}

std::shared_ptr<const WindowTable> WindowTableOn(const TableUse& use,
                                                 Date on,
                                                 const PolicyData& data,
                                                 Words& words) {
  return std::make_shared<const WindowTable>(
      use.parameter ? OfParameter(data.parameters.at(use.id), on, data, words)
                    : OfTable(data.tables.at(use.id), on, data, words));
}

void MakeWindows(PolicyData& data, Program& program) {
  std::set<Date> days = SourceDaysOf(program, data);
  days.insert(kEver);
  std::vector<std::set<Date>> table_days;
  for (const TableUse& use : program.tables) {
    std::set<Date> own;
    if (use.parameter) {
      own = ChangeDaysOf(data.parameters.at(use.id), data);
    } else {
      const DecisionTable& table = data.tables.at(use.id);
      own = ChangeDaysOf(table.grid, data);
      AddPeriod(table.valid, own);
    }
    days.insert(own.begin(), own.end());
    own.insert(kEver);
    table_days.push_back(std::move(own));
  }
  for (const Variable& variable : program.variables) {
    if (!variable.parameter.empty()) AddScalar(variable.parameter, data, days);
  }
  // A table is compiled once for each of its own days, and steps that use the same share it.
  std::map<std::pair<std::string, Date>, std::shared_ptr<const WindowTable>> made;
  for (const Date day : days) {
    Window window;
    window.from = day;
    window.case_start.assign(program.case_slots, kUnknown);
    for (const Variable& variable : program.variables) {
      if (variable.parameter.empty()) continue;
      const ParameterVersion* version = data.parameters.at(variable.parameter).On(day);
      if (version == nullptr) continue;
      const bool rounding = variable.name.rfind("rounding:", 0) == 0;
      window.case_start[variable.slot] = rounding
                                             ? RoundingNumber(std::get<std::string>(version->value))
                                             : NumberOf(version->value, *data.words);
    }
    for (std::size_t i = 0; i < program.tables.size(); ++i) {
      const TableUse& use = program.tables[i];
      const Date own = *std::prev(table_days[i].upper_bound(day));
      auto& table = made[{(use.parameter ? "p:" : "t:") + use.id, own}];
      if (table == nullptr) table = WindowTableOn(use, own, data, *data.words);
      window.tables.push_back(table);
    }
    program.windows.push_back(std::move(window));
  }
}

}  // namespace dm::policy
