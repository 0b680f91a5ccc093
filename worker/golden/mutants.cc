// Which mutants there are.
#include <algorithm>
#include <optional>
#include <utility>

#include "worker/golden/mutation.h"
#include "worker/golden/words.h"

namespace dm::golden {

namespace {

using policy::Cell;
using policy::CellPart;
using policy::GridRow;
using policy::ParameterKind;
using policy::PolicyData;
using policy::Unit;
using policy::ValueType;

using CellOf = std::function<Cell&(PolicyData&)>;
using ValueOf = std::function<FactValue&(PolicyData&)>;

bool IsNumber(Unit unit) {
  return unit == Unit::kKr || unit == Unit::kCount || unit == Unit::kPercent || unit == Unit::kDate;
}

// One krona, one day, one piece.
std::int64_t StepOf(Unit unit) {
  constexpr std::int64_t kOrePerKrona = 100;
  return unit == Unit::kKr ? kOrePerKrona : 1;
}

enum class End { kLow, kHigh };

class Maker {
 public:
  void Add(const Rule& rule, std::string what, std::function<void(PolicyData&)> apply) {
    mutants_.push_back({rule, std::move(what), std::move(apply)});
  }

  void Value(const Rule& rule, const ValueType& type, const FactValue& value, const ValueOf& of) {
    for (const FactValue& other : OthersOf(type, value)) {
      Add(rule, InWords(type, value) + " → " + InWords(type, other), [of, other](PolicyData& data) {
        of(data) = other;
      });
    }
  }

  // Each end of each part, outwards and inwards; true and false turned round.
  void CellEnds(const Rule& rule,
                const std::string& column,
                const ValueType& type,
                const policy::Interval& universe,
                const Cell& cell,
                const CellOf& of) {
    if (cell.any) return;
    if (type.unit == Unit::kBool) {
      Add(rule, column + " " + cell.written + " → the opposite", [of](PolicyData& data) {
        of(data).negated = !of(data).negated;
      });
      return;
    }
    if (!IsNumber(type.unit)) return;
    for (std::size_t i = 0; i < cell.parts.size(); ++i) {
      Ends(rule, column, type, universe, cell.parts[i], i, of);
    }
  }

  std::vector<Mutant> Take() { return std::move(mutants_); }

 private:
  std::vector<FactValue> OthersOf(const ValueType& type, const FactValue& value) const {
    if (const bool* flag = std::get_if<bool>(&value)) return {FactValue(!*flag)};
    if (const std::int64_t* number = std::get_if<std::int64_t>(&value)) {
      const std::int64_t step = StepOf(type.unit);
      return {FactValue(*number - step), FactValue(*number + step)};
    }
    if (type.domain == nullptr) return {};
    for (const std::string& code : type.domain->codes) {
      if (code != std::get<std::string>(value)) return {FactValue(code)};
    }
    return {};
  }

  void Ends(const Rule& rule,
            const std::string& column,
            const ValueType& type,
            const policy::Interval& universe,
            const CellPart& part,
            std::size_t index,
            const CellOf& of) {
    for (const End end : {End::kLow, End::kHigh}) {
      const policy::Bound& bound = end == End::kLow ? part.low : part.high;
      const bool open = bound.value == (end == End::kLow ? universe.low : universe.high);
      if (!bound.parameter.empty() || open) continue;
      for (const std::int64_t step : {-StepOf(type.unit), StepOf(type.unit)}) {
        const std::int64_t moved = bound.value + step;
        // Nothing is counted or paid below zero.
        if (moved < 0 && bound.value >= 0) continue;
        Add(rule,
            column + " " + (end == End::kLow ? "from " : "to ") +
                InWords(type, FactValue(bound.value)) + " → " + InWords(type, FactValue(moved)),
            [of, index, end, moved](PolicyData& data) {
              CellPart& changed = of(data).parts[index];
              (end == End::kLow ? changed.low : changed.high).value = moved;
            });
      }
    }
  }

  std::vector<Mutant> mutants_;
};

void AddScalar(const PolicyData& data,
               const policy::Parameter& parameter,
               std::size_t version,
               Maker* maker) {
  const policy::ParameterVersion& one = parameter.versions[version];
  const std::string id = parameter.id;
  maker->Value(ParameterRule(data, id, id + "@" + one.valid.from->ToString()),
               parameter.type,
               one.value,
               [id, version](PolicyData& changed) -> FactValue& {
                 return changed.parameters.find(id)->second.versions[version].value;
               });
}

void AddRows(const PolicyData& data,
             const policy::Parameter& parameter,
             std::size_t version,
             Maker* maker) {
  const policy::ParameterVersion& one = parameter.versions[version];
  const std::string id = parameter.id;
  const auto version_of = [id, version](PolicyData& changed) -> policy::ParameterVersion& {
    return changed.parameters.find(id)->second.versions[version];
  };
  for (std::size_t row = 0; row < one.rows.size(); ++row) {
    const GridRow& grid_row = one.grid.rows[row];
    const Rule rule = ParameterRule(data, id, grid_row.id);
    maker->Value(rule,
                 parameter.type,
                 one.rows[row].value,
                 [version_of, row](PolicyData& changed) -> FactValue& {
                   return version_of(changed).rows[row].value;
                 });
    for (std::size_t c = 0; c < grid_row.cells.size(); ++c) {
      const policy::Column& column = one.grid.columns[c];
      maker->CellEnds(rule,
                      column.name,
                      column.axis.type(),
                      column.axis.universe(),
                      grid_row.cells[c],
                      [version_of, row, c](PolicyData& changed) -> Cell& {
                        return version_of(changed).grid.rows[row].cells[c];
                      });
    }
  }
  if (!one.beyond.has_value()) return;
  for (const std::int64_t step : {-StepOf(parameter.type.unit), StepOf(parameter.type.unit)}) {
    maker->Add(ParameterRule(data, id, one.beyond->id),
               "add_per_step " + InWords(parameter.type, FactValue(one.beyond->add_per_step)) +
                   " → " + InWords(parameter.type, FactValue(one.beyond->add_per_step + step)),
               [version_of, step](PolicyData& changed) {
                 version_of(changed).beyond->add_per_step += step;
               });
  }
}

void AddTable(const policy::DecisionTable& table, const Period& window, Maker* maker) {
  for (std::size_t row = 0; row < table.grid.rows.size(); ++row) {
    const GridRow& grid_row = table.grid.rows[row];
    if (!policy::Shared(grid_row.valid, window).has_value()) continue;
    for (std::size_t c = 0; c < grid_row.cells.size(); ++c) {
      const policy::Column& column = table.grid.columns[c];
      maker->CellEnds({RuleKind::kTableRow, table.id + "/" + grid_row.id},
                      column.name,
                      column.axis.type(),
                      column.axis.universe(),
                      grid_row.cells[c],
                      [id = table.id, row, c](PolicyData& changed) -> Cell& {
                        return changed.tables.find(id)->second.grid.rows[row].cells[c];
                      });
    }
  }
}

bool IsExcused(const Rule& rule, const Untested& untested) {
  if (rule.kind != RuleKind::kCriterion) return untested.contains(rule);
  return untested.contains({rule.kind, rule.id + " holds"}) ||
         untested.contains({rule.kind, rule.id + " fails"});
}

}  // namespace

std::vector<Mutant> MutantsOf(const PolicyData& data, const Untested& untested) {
  Maker maker;
  const Period window = data.municipal.effective;
  for (const auto& [id, parameter] : data.parameters) {
    for (std::size_t i = 0; i < parameter.versions.size(); ++i) {
      if (!policy::Shared(parameter.versions[i].valid, window).has_value()) continue;
      if (parameter.kind == ParameterKind::kScalar) AddScalar(data, parameter, i, &maker);
      if (parameter.kind == ParameterKind::kTable) AddRows(data, parameter, i, &maker);
    }
  }
  for (const auto& [id, table] : data.tables) AddTable(table, window, &maker);
  for (const auto& [id, criterion] : data.criteria) {
    maker.CellEnds({RuleKind::kCriterion, id},
                   criterion.column.fact,
                   criterion.column.axis.type(),
                   criterion.column.axis.universe(),
                   criterion.cell,
                   [criterion_id = id](PolicyData& changed) -> Cell& {
                     return changed.criteria.find(criterion_id)->second.cell;
                   });
  }
  std::vector<Mutant> mutants = maker.Take();
  std::erase_if(mutants, [&](const Mutant& one) { return IsExcused(one.rule, untested); });
  return mutants;
}

}  // namespace dm::golden
