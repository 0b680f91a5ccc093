#include "worker/policy/engine/calculate.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/engine/arithmetic.h"
#include "worker/policy/engine/bind.h"
#include "worker/policy/engine/explain.h"
#include "worker/policy/engine/machine.h"
#include "worker/policy/engine/told_steps.h"
#include "worker/policy/in_force.h"

namespace dm {

const CalculatedStep* Calculated::Find(std::string_view set, int item) const {
  for (const CalculatedStep& step : steps) {
    if (step.item == item && step.set == set) return &step;
  }
  return nullptr;
}

namespace policy {
namespace {

// The window with other values in it; a table becomes one row that fits everything.
Window WithInstead(const Program& program, const Window& window, const CalcFacts& facts) {
  Window other = window;
  const auto number_of = [&](const std::optional<FactValue>& value) {
    if (!value.has_value()) return kUnknown;
    if (const bool* flag = std::get_if<bool>(&*value)) return std::int64_t{*flag ? 1 : 0};
    if (const std::int64_t* number = std::get_if<std::int64_t>(&*value)) return *number;
    return program.words->Find(std::get<std::string>(*value));
  };
  for (const Variable& variable : program.variables) {
    const auto found = facts.instead.find(variable.parameter);
    if (variable.parameter.empty() || found == facts.instead.end()) continue;
    const std::string* word =
        found->second.has_value() ? std::get_if<std::string>(&*found->second) : nullptr;
    const bool rounding = variable.name.rfind("rounding:", 0) == 0;
    other.case_start[variable.slot] =
        rounding ? (word == nullptr ? kUnknown : RoundingNumber(*word)) : number_of(found->second);
  }
  for (std::size_t i = 0; i < program.tables.size(); ++i) {
    const auto found = facts.instead.find(program.tables[i].id);
    if (!program.tables[i].parameter || found == facts.instead.end()) continue;
    WindowTable table;
    if (found->second.has_value()) {
      Grid grid;
      grid.rows.emplace_back();
      Words none;
      std::optional<CompiledTable> compiled = CompiledTable::Make(grid, window.from, {}, none);
      table.table = std::make_shared<const CompiledTable>(*std::move(compiled));
      table.values = {number_of(found->second)};
    }
    other.tables[i] = std::make_shared<const WindowTable>(std::move(table));
  }
  return other;
}

class Teller {
 public:
  Teller(const Program& program,
         const PolicyData& data,
         const CalcFacts& facts,
         const Window& window,
         const Frame& frame,
         const Trace& trace,
         Date on)
      : program_(program),
        data_(data),
        facts_(facts),
        window_(window),
        frame_(frame),
        trace_(trace) {
    out_.calculation = program.calculation.id;
    out_.on = on;
  }

  Calculated Tell() {
    for (const std::int64_t* at = trace_.begin(); at != trace_.end();) {
      const std::int64_t* end = EndOf(at);
      if (!Recall(at, end)) {
        const ProgramStep& step = program_.steps[Trace::StepOf(*at)];
        const int item = step.collection < 0 ? -1 : static_cast<int>(Trace::ItemOf(*at));
        One(step, item, Trace::RowOf(*at), at + 1);
        Keep();
      }
      at = end;
    }
    return std::move(out_);
  }

 private:
  const std::int64_t* EndOf(const std::int64_t* record) const {
    const ProgramStep& step = program_.steps[Trace::StepOf(*record)];
    const std::int64_t* end = record + 1 + step.outputs;
    for (const Read& read : step.reads)
      end += read.level == Level::kInner ? frame_.items(read.collection) : 1;
    return end;
  }

  // A word that no rule mentions is told as it was given: such a step is told each time.
  bool MayRecall(const std::int64_t* record) const {
    if (facts_.told == nullptr || !facts_.instead.empty()) return false;
    const ProgramStep& step = program_.steps[Trace::StepOf(*record)];
    const std::int64_t* at = record + 1 + step.outputs;
    for (const Read& read : step.reads) {
      const Unit unit = program_.variables[read.variable].type.unit;
      const std::size_t count =
          read.level == Level::kInner ? frame_.items(read.collection) : std::size_t{1};
      if ((unit == Unit::kCode || unit == Unit::kText) &&
          std::find(at, at + count, Words::kOther) != at + count) {
        return false;
      }
      at += count;
    }
    return true;
  }

  bool Recall(const std::int64_t* record, const std::int64_t* end) {
    keeps_ = MayRecall(record);
    if (!keeps_) return false;
    std::string& key = facts_.told->record;
    const Window* window = &window_;
    key.assign(reinterpret_cast<const char*>(&window), sizeof window);
    key.append(reinterpret_cast<const char*>(record),
               static_cast<std::size_t>(end - record) * sizeof *record);
    const auto found = facts_.told->by_record.find(key);
    if (found == facts_.told->by_record.end()) return false;
    out_.steps.Add(found->second);
    return true;
  }

  // The step that was told last, under the key that Recall has left. What one that is undetermined
  // says hangs on other steps, and what it lacks is noted each time.
  void Keep() {
    const CalculatedSteps::Step& step = out_.steps.shared().back();
    const bool whole =
        step->state != CalcState::kUndetermined && step->unknown.empty() && step->why.empty();
    if (!keeps_ || !whole) return;
    if (facts_.told->by_record.size() >= ToldSteps::kMost) facts_.told->by_record.clear();
    facts_.told->by_record.emplace(facts_.told->record, step);
  }

  const Variable& VariableOf(const ProgramStep& step, std::uint16_t offset) const {
    return *std::find_if(
        program_.variables.begin(), program_.variables.end(), [&](const Variable& variable) {
          return variable.collection == step.collection && variable.slot == step.set + offset;
        });
  }

  void One(const ProgramStep& step, int item, std::int32_t row, const std::int64_t* values) {
    const CalcStep& source = program_.calculation.steps[step.source];
    const Variable& variable = VariableOf(step, 0);
    now_ = {};
    now_.step = source.id;
    now_.title = source.title;
    now_.set = variable.name;
    now_.collection = source.for_each;
    now_.item = item;
    now_.unit = UnitWord(variable.type.unit);
    now_.state = IsNumber(*values)    ? CalcState::kValue
                 : *values == kAbsent ? CalcState::kNotApplicable
                                      : CalcState::kUndetermined;
    now_.value = ValueOf(program_, variable.type, *values);
    now_.sources = SourcesOn(data_, source.sources, out_.on);
    bool applies = true;
    if (!step.when.empty()) {
      const Explained when = Formula(step.when, step, item);
      Take(when);
      applies = when.value == 1;
    }
    if (applies && step.kind == CalcBody::Kind::kExpression) TellFormula(step, source, item, row);
    if (applies && step.kind != CalcBody::Kind::kExpression) TellTable(step, source, item, row);
    if (now_.state == CalcState::kUndetermined) NoteUndetermined(step, *values);
    out_.steps.Add(std::make_shared<const CalculatedStep>(std::move(now_)));
  }

  Explained Formula(CodeRange code, const ProgramStep& step, int item) const {
    return ExplainFormula(program_, code, frame_, step.collection, item);
  }

  void Take(const Explained& explained) {
    if (now_.why.empty()) now_.why = explained.fault;
    for (const Mattered& input : explained.inputs) {
      const Variable& variable = program_.variables[input.variable];
      const std::string name = NameOf(program_, variable, input.item);
      if (!variable.parameter.empty()) {
        TakeParameter(variable);
        continue;
      }
      const bool known = std::any_of(now_.inputs.begin(),
                                     now_.inputs.end(),
                                     [&](const CalcInput& other) { return other.name == name; });
      if (known) continue;
      now_.inputs.push_back({name, InputValue(variable, input)});
      if (input.value == kUnknown) TakeUnknown(variable, input.item, name);
    }
  }

  // A word from elsewhere is told as it was given.
  std::optional<FactValue> InputValue(const Variable& variable, const Mattered& input) const {
    std::optional<FactValue> value = ValueOf(program_, variable.type, input.value);
    if (value.has_value() || !variable.fact || !IsNumber(input.value)) return value;
    if (variable.collection < 0) return facts_.facts.Get(variable.name);
    const auto& items =
        facts_.collections
            .find(program_.collections[static_cast<std::size_t>(variable.collection)].name)
            ->second;
    return items[static_cast<std::size_t>(input.item)].Get(variable.name);
  }

  // A fact is unknown by its name, a step's result by what that step lacks.
  void TakeUnknown(const Variable& variable, int item, const std::string& name) {
    if (variable.fact) {
      NoteUnknown(name);
      return;
    }
    const CalculatedStep* step = out_.Find(variable.name, item);
    if (step == nullptr) return;
    for (const std::string& one : step->unknown) NoteUnknown(one);
  }

  void NoteUnknown(const std::string& name) {
    for (std::vector<std::string>* names : {&now_.unknown, &out_.unknown}) {
      if (std::find(names->begin(), names->end(), name) == names->end()) names->push_back(name);
    }
  }

  void NoteMissing(const std::string& id, const std::string& message) {
    if (now_.why.empty()) now_.why = message;
    const bool known = std::any_of(
        out_.missing.begin(), out_.missing.end(), [&](const auto& m) { return m.parameter == id; });
    if (!known) out_.missing.push_back({id, message});
  }

  std::optional<ParameterValue> Instead(const std::string& id) const {
    const auto found = facts_.instead.find(id);
    if (found == facts_.instead.end() || !found->second.has_value()) return std::nullopt;
    ParameterValue value;
    value.id = id;
    value.row = id + "@instead";
    value.value = *found->second;
    value.grade = 'P';
    return value;
  }

  void TakeParameter(const Variable& variable) {
    const std::string& id = variable.parameter;
    const bool known = std::any_of(now_.parameters.begin(),
                                   now_.parameters.end(),
                                   [&](const ParameterValue& value) { return value.id == id; });
    if (known) return;
    if (facts_.instead.contains(id)) {
      const std::optional<ParameterValue> value = Instead(id);
      if (value.has_value()) now_.parameters.push_back(*value);
      if (!value.has_value()) NoteMissing(id, "the parameter " + id + " is left out");
      return;
    }
    const StatusOr<InForce> in_force = FindInForce(data_, id, out_.on, ParameterKind::kScalar);
    if (!in_force.ok()) return NoteMissing(id, MessageOf(in_force.status()));
    now_.parameters.push_back(ScalarValue(data_, *in_force, out_.on));
    if (frame_.case_places()[variable.slot] == kError)
      NoteMissing(id, fmt::format("the parameter {} names no way to round", id));
  }

  void TellFormula(const ProgramStep& step, const CalcStep& source, int item, std::int32_t row) {
    for (const ProgramException& exception : step.exceptions)
      Take(Formula(exception.when, step, item));
    const bool base = row == Trace::kNone;
    const auto index = static_cast<std::size_t>(std::max(row, 0));
    if (!base) {
      now_.exception = source.exceptions[index].id;
      now_.sources = SourcesOn(data_, source.exceptions[index].sources, out_.on);
    }
    // Two exceptions at once leave no formula to tell.
    int holding = 0;
    for (const ProgramException& exception : step.exceptions)
      holding += Formula(exception.when, step, item).value == 1 ? 1 : 0;
    if (holding > 1) {
      now_.why = "two exceptions hold at once";
      return;
    }
    const Explained explained = Formula(base ? step.code : step.exceptions[index].code, step, item);
    Take(explained);
    if (now_.state == CalcState::kValue) now_.exact = explained.exact;
  }

  void TellTable(const ProgramStep& step, const CalcStep& source, int item, std::int32_t row) {
    std::vector<std::int64_t> arguments;
    for (const CodeRange& range : step.arguments)
      arguments.push_back(Formula(range, step, item).value);
    const WindowTable& table = *window_.tables[step.table];
    if (table.table == nullptr) {
      if (!step.where_in_force) NoteNotInForce(source);
      return;
    }
    std::vector<std::int64_t> keys = arguments;
    if (row == Trace::kBeyond)
      keys[static_cast<std::size_t>(table.beyond_column)] = table.beyond_above;
    TellSkipped(step, source, item, *table.table, keys);
    if (now_.state != CalcState::kValue) {
      const bool lacks = std::any_of(
          arguments.begin(), arguments.end(), [](std::int64_t value) { return !IsNumber(value); });
      if (!lacks && row == Trace::kNone)
        NoteMissing(source.body.table,
                    fmt::format("the {} {} has no row for these keys on {}",
                                step.kind == CalcBody::Kind::kLookup ? "parameter" : "table",
                                source.body.table,
                                out_.on.ToString()));
      return;
    }
    if (step.kind == CalcBody::Kind::kLookup) {
      TellRow(source, table, row);
    } else {
      const DecisionTable& decision = data_.tables.at(source.body.table);
      now_.hit_table = source.body.table;
      now_.hit = row == Trace::kOtherwise
                     ? OtherwiseOf(data_, decision, out_.on)
                     : HitOf(data_, decision, table.table->GridRow(row), out_.on);
    }
  }

  void NoteNotInForce(const CalcStep& source) {
    if (source.body.kind == CalcBody::Kind::kDecide) {
      NoteMissing(
          source.body.table,
          fmt::format("the table {} is not in force on {}", source.body.table, out_.on.ToString()));
      return;
    }
    const StatusOr<InForce> in_force =
        FindInForce(data_, source.body.table, out_.on, ParameterKind::kTable);
    NoteMissing(source.body.table,
                in_force.ok() ? fmt::format("the parameter {} is left out", source.body.table)
                              : MessageOf(in_force.status()));
  }

  void TellRow(const CalcStep& source, const WindowTable& table, std::int32_t row) {
    if (const std::optional<ParameterValue> instead = Instead(source.body.table)) {
      now_.row = instead;
      return;
    }
    const StatusOr<InForce> in_force =
        FindInForce(data_, source.body.table, out_.on, ParameterKind::kTable);
    if (!in_force.ok()) return;
    now_.row = row == Trace::kBeyond
                   ? BeyondValue(data_, *in_force, std::get<std::int64_t>(*now_.value), out_.on)
                   : RowValue(data_, *in_force, table.table->GridRow(row), out_.on);
  }

  // Every row before the one that fits, with the first column that fails; and of the arguments
  // those that any row tried looked at.
  void TellSkipped(const ProgramStep& step,
                   const CalcStep& source,
                   int item,
                   const CompiledTable& table,
                   const std::vector<std::int64_t>& keys) {
    const bool lookup = step.kind == CalcBody::Kind::kLookup;
    const bool replaced = lookup && facts_.instead.contains(source.body.table);
    if (replaced) return;
    const StatusOr<InForce> in_force =
        lookup ? FindInForce(data_, source.body.table, out_.on, ParameterKind::kTable)
               : StatusOr<InForce>(InForce{});
    if (!in_force.ok()) return;
    const Grid& grid = lookup ? in_force->version->grid : data_.tables.at(source.body.table).grid;
    std::vector<bool> looked(keys.size(), false);
    for (std::size_t i = 0; i < table.rows(); ++i) {
      std::size_t failed = 0;
      std::vector<std::size_t> open;
      const Fit fit = table.FitOf(static_cast<int>(i), keys.data(), &failed, &open);
      const GridRow& row = grid.rows[table.GridRow(static_cast<int>(i))];
      if (fit == Fit::kNo) {
        looked[failed] = true;
        now_.skipped.push_back(fmt::format("{}:{}", row.id, grid.columns[failed].name));
        continue;
      }
      for (std::size_t column = 0; column < keys.size(); ++column) {
        if (!row.cells[column].any) looked[column] = true;
      }
      if (fit == Fit::kYes) break;
    }
    for (std::size_t column = 0; column < keys.size(); ++column) {
      if (looked[column]) Take(Formula(step.arguments[column], step, item));
    }
  }

  void NoteUndetermined(const ProgramStep& step, std::int64_t value) {
    if (!now_.why.empty()) return;
    if (value == kError && step.bounded) {
      now_.why = "the result is outside its bound";
    } else if (!now_.unknown.empty()) {
      now_.why = "a fact is not known";
    } else {
      now_.why = "a step that it needs is undetermined";
    }
  }

  const Program& program_;
  const PolicyData& data_;
  const CalcFacts& facts_;
  const Window& window_;
  const Frame& frame_;
  const Trace& trace_;
  Calculated out_;
  CalculatedStep now_;
  bool keeps_ = false;
};

}  // namespace

StatusOr<Calculated> CalculateProgram(const Program& program,
                                      const PolicyData& data,
                                      const CalcFacts& facts,
                                      Date on) {
  const Window* window = program.On(on);
  if (window == nullptr) {
    return NotFound(fmt::format(
        "the calculation {} is not in force on {}", program.calculation.id, on.ToString()));
  }
  Window other;
  if (!facts.instead.empty()) {
    other = WithInstead(program, *window, facts);
    window = &other;
  }
  ToldSteps own;
  ToldSteps& room = facts.told == nullptr ? own : *facts.told;
  Frame& frame = room.frames.try_emplace(&program, program).first->second;
  Trace& trace = room.trace;
  frame.Reset(*window);
  DM_RETURN_IF_ERROR(Bind(program, facts, frame));
  Run(program, *window, frame, trace);
  return Teller(program, data, facts, *window, frame, trace, on).Tell();
}

}  // namespace policy
}  // namespace dm
