#include "worker/policy/engine/calculation_compiler.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/engine/formula_compiler.h"
#include "worker/policy/engine/step_order.h"

namespace dm::policy {
namespace {

constexpr std::uint32_t kPlacesMax = 60'000;

class Compiler {
 public:
  Compiler(const Calculation& calculation, PolicyData& data, std::vector<PolicyError>* errors)
      : data_(data), errors_(calculation.file, errors), formulas_(program_, data, errors_) {
    program_.calculation = calculation;
  }

  std::optional<Program> Compile() {
    const std::size_t before = errors_.count();
    DeclareFacts();
    if (errors_.count() != before) return std::nullopt;
    for (const std::size_t step : StepsInOrder(Source(), data_, errors_)) {
      if (!CompileStep(step)) break;
    }
    if (errors_.count() != before) return std::nullopt;
    LayOut();
    CheckCost();
    if (errors_.count() != before) return std::nullopt;
    return std::move(program_);
  }

 private:
  const Calculation& Source() const { return program_.calculation; }

  void Declare(Variable variable, int line) {
    const bool stands = program_.Find(variable.name) != nullptr;
    if (stands || variable.name.find('.') == std::string::npos) {
      errors_.Add(
          line,
          fmt::format(
              "{} {}", Quoted(variable.name), stands ? "is set twice" : "has no point in its name"),
          stands ? "give each fact and each result its own name; alternatives of one step "
                   "are its except"
                 : "write it as household.size");
      return;
    }
    if (variable.collection < 0) {
      variable.slot = static_cast<std::uint16_t>(program_.case_slots++);
    } else {
      auto& collection = program_.collections[static_cast<std::size_t>(variable.collection)];
      variable.slot = collection.stride++;
    }
    program_.variables.push_back(std::move(variable));
  }

  void DeclareFact(const CalcFact& fact, int collection) {
    for (const std::string& word :
         fact.type.domain == nullptr ? std::vector<std::string>() : fact.type.domain->codes)
      data_.words->Intern(word);
    Variable variable;
    variable.name = fact.name;
    variable.type = fact.type;
    variable.open = fact.open || fact.type.unit == Unit::kText;
    variable.fact = true;
    variable.collection = collection;
    Declare(std::move(variable), fact.line);
  }

  void DeclareFacts() {
    for (const CalcFact& fact : Source().facts) DeclareFact(fact, -1);
    for (const CalcCollection& collection : Source().collections) {
      const bool twice = CollectionOf(collection.name) >= 0;
      if (twice || collection.name.find('.') != std::string::npos)
        errors_.Add(collection.line,
                    fmt::format("the collection {} stands twice or has a point in its name",
                                Quoted(collection.name)),
                    "give it a name of its own without a point");
      CollectionLayout layout;
      layout.name = collection.name;
      layout.items_max = static_cast<std::uint16_t>(collection.max);
      program_.collections.push_back(std::move(layout));
      for (const CalcFact& fact : collection.facts)
        DeclareFact(fact, static_cast<int>(program_.collections.size()) - 1);
    }
  }

  int CollectionOf(const std::string& name) const {
    for (std::size_t i = 0; i < program_.collections.size(); ++i) {
      if (program_.collections[i].name == name) return static_cast<int>(i);
    }
    return -1;
  }

  bool CompileStep(std::size_t index) {
    const CalcStep& source = Source().steps[index];
    ProgramStep step;
    step.source = index;
    step.kind = source.body.kind;
    step.where_in_force = source.body.where_in_force;
    step.collection = source.for_each.empty() ? -1 : CollectionOf(source.for_each);
    if (!source.for_each.empty() && step.collection < 0) {
      errors_.Add(source.line,
                  fmt::format("step {}: {} is no collection", source.id, Quoted(source.for_each)),
                  "name one of collections");
      return false;
    }
    std::vector<Read> reads;
    formulas_.Begin(source, step.collection, reads);
    if (source.when.has_value() && !formulas_.Condition(*source.when, source.line, &step.when))
      return false;
    const bool ok = source.body.kind == CalcBody::Kind::kExpression
                        ? CompileExpression(source, step)
                        : CompileTable(source, step);
    step.reads = std::move(reads);
    step.reads_items = std::any_of(step.reads.begin(), step.reads.end(), [](const Read& read) {
      return read.level == Level::kInner;
    });
    program_.steps.push_back(std::move(step));
    return ok;
  }

  bool CompileExpression(const CalcStep& source, ProgramStep& step) {
    std::optional<FormulaType> type =
        formulas_.Compile(source.body.expression, source.line, &step.code);
    if (!type.has_value()) return false;
    for (const CalcException& exception : source.exceptions) {
      ProgramException made;
      if (!formulas_.Condition(exception.when, exception.line, &made.when)) return false;
      const std::optional<FormulaType> other =
          formulas_.Compile(exception.expression, exception.line, &made.code);
      if (!other.has_value()) return false;
      // A bare number or word takes the exception's type, where that is one of numbers or words.
      const bool numbers = type->unit == Unit::kCount && other->unit == Unit::kPercent;
      const bool words = type->unit == Unit::kCode && other->unit == Unit::kCode;
      if (type->literal && (numbers || words))
        type = FormulaType{other->unit, other->domain, other->open, other->literal, false};
      if (!formulas_.Suits(*other, exception.expression, *type, exception.id, exception.line))
        return false;
      type->rounded = type->rounded || other->rounded;
      step.exceptions.push_back(made);
    }
    Variable variable;
    variable.type = {type->unit, type->domain};
    variable.open = type->open;
    variable.rounded = type->rounded;
    if (!NameDomain(source, variable)) return false;
    return Set(source, step, source.set, std::move(variable)) && ReadBound(source, step);
  }

  // Words that only literals give have no domain; the step says which.
  bool NameDomain(const CalcStep& source, Variable& variable) {
    if (source.domain.empty()) {
      if (variable.type.unit != Unit::kCode || variable.type.domain != nullptr) return true;
      errors_.Add(source.line,
                  fmt::format("step {}: its words are of no domain", source.id),
                  "add domain: the id of a list of schema/domains.yaml");
      return false;
    }
    const auto domain = data_.domains.find(source.domain);
    if (domain == data_.domains.end() || variable.type.unit != Unit::kCode ||
        (variable.type.domain != nullptr && variable.type.domain != &domain->second)) {
      errors_.Add(source.line,
                  fmt::format("step {}: domain does not fit its words", source.id),
                  "name the list of schema/domains.yaml that its words are in");
      return false;
    }
    variable.type.domain = &domain->second;
    bool ok = true;
    const auto known = [&](const Expression& formula) {
      if (formula.operation != Operation::kWord || domain->second.Has(formula.text)) return;
      ok = false;
      errors_.Add(source.line,
                  fmt::format("step {}: {} is not in the domain {}",
                              source.id,
                              Quoted(formula.text),
                              source.domain),
                  fmt::format("use one of {}", Joined(domain->second.codes)));
    };
    known(source.body.expression);
    for (const CalcException& exception : source.exceptions) known(exception.expression);
    return ok;
  }

  bool Set(const CalcStep& source, ProgramStep& step, const std::string& name, Variable variable) {
    const std::size_t before = errors_.count();
    variable.name = name;
    variable.collection = step.collection;
    Declare(std::move(variable), source.line);
    if (errors_.count() != before) return false;
    step.set = program_.variables.back().slot;
    return true;
  }

  bool ReadBound(const CalcStep& source, ProgramStep& step) {
    if (source.bound.empty()) return true;
    Axis axis(program_.variables.back().type, false);
    const std::string what = fmt::format("bound of step {}", source.id);
    std::optional<Cell> cell = ReadCellText(source.bound, source.line, axis, what, errors_);
    if (!cell.has_value()) return false;
    cell->Fix(axis);
    if (!cell->parameters.empty() || cell->fixed.intervals().size() != 1) {
      errors_.Add(source.line, what + " is no single range", "write 0.. or 0..100");
      return false;
    }
    step.bounded = true;
    step.bound = cell->fixed.intervals().front();
    return true;
  }

  const std::vector<Column>* ColumnsOf(const CalcStep& source) const {
    if (source.body.kind == CalcBody::Kind::kDecide) {
      const auto table = data_.tables.find(source.body.table);
      return table == data_.tables.end() ? nullptr : &table->second.grid.columns;
    }
    const auto found = data_.parameters.find(source.body.table);
    const bool table =
        found != data_.parameters.end() && found->second.kind == ParameterKind::kTable;
    return table ? &found->second.columns : nullptr;
  }

  bool CompileTable(const CalcStep& source, ProgramStep& step) {
    const std::vector<Column>* columns = ColumnsOf(source);
    const bool decide = source.body.kind == CalcBody::Kind::kDecide;
    const auto fail = [&](const std::string& message, const std::string& remedy) {
      errors_.Add(source.line, fmt::format("step {}: {}", source.id, message), remedy);
      return false;
    };
    if (columns == nullptr) {
      return fail(fmt::format("{} is no {}",
                              Quoted(source.body.table),
                              decide ? "decision table" : "table parameter"),
                  decide ? "name an id of tables/" : "name a parameter with kind: table");
    }
    if (columns->size() > kColumnsMax) return fail("the table has too many columns", "part it");
    if (decide && data_.tables.at(source.body.table).hit == HitPolicy::kCollect)
      return fail("the table collects several rows", "use a table with hit unique or first");
    for (const Column& column : *columns) {
      const auto argument =
          std::find_if(source.body.with.begin(), source.body.with.end(), [&](const auto& entry) {
            return entry.first == column.name;
          });
      if (argument == source.body.with.end())
        return fail(fmt::format("with lacks {}", column.name), "give every column of the table");
      CodeRange range;
      const std::optional<FormulaType> type =
          formulas_.Compile(argument->second, source.line, &range);
      const ValueType& wanted = column.axis.type();
      if (!type.has_value() ||
          !formulas_.Suits(
              *type,
              argument->second,
              FormulaType{wanted.unit, wanted.domain, column.axis.open(), false, false},
              fmt::format("{} of {}", column.name, source.body.table),
              source.line))
        return false;
      step.arguments.push_back(range);
    }
    if (source.body.with.size() != columns->size())
      return fail("with names what is no column of the table", "remove it");
    step.plain_arguments =
        std::all_of(step.arguments.begin(), step.arguments.end(), [&](const CodeRange& range) {
          return range.end == range.begin + 1 &&
                 program_.code[range.begin].code == Instruction::Code::kLoad;
        });
    if (step.plain_arguments) {
      for (const CodeRange& range : step.arguments)
        step.loads.push_back(program_.code[range.begin]);
    }
    step.table = static_cast<std::uint16_t>(program_.tables.size());
    program_.tables.push_back({!decide, source.body.table});
    return decide ? SetOutputs(source, step) : SetRow(source, step);
  }

  bool SetRow(const CalcStep& source, ProgramStep& step) {
    Variable variable;
    variable.type = data_.parameters.at(source.body.table).type;
    variable.open = variable.type.unit == Unit::kText;
    return Set(source, step, source.set, std::move(variable)) && ReadBound(source, step);
  }

  bool SetOutputs(const CalcStep& source, ProgramStep& step) {
    const DecisionTable& table = data_.tables.at(source.body.table);
    step.outputs = static_cast<std::uint16_t>(table.outputs.size());
    std::uint16_t first = 0;
    for (std::size_t i = 0; i < table.outputs.size(); ++i) {
      Variable variable;
      variable.type = table.outputs[i].type;
      variable.open = variable.type.unit == Unit::kText;
      const std::string name = fmt::format("{}.{}", source.set, table.outputs[i].name);
      if (!Set(source, step, name, std::move(variable))) return false;
      if (i == 0) first = step.set;
    }
    step.set = first;
    return true;
  }

  // The case's places, then each collection's, item by item.
  void LayOut() {
    std::uint32_t next = program_.case_slots;
    for (CollectionLayout& collection : program_.collections) {
      collection.base = next;
      next += std::uint32_t{collection.stride} * collection.items_max;
      if (next > kPlacesMax) {
        errors_.Add(Source().line,
                    fmt::format("{} has more than {} places", Source().id, kPlacesMax),
                    "lower max of its collections");
        return;
      }
    }
    program_.frame_slots = next;
  }

  std::int64_t ItemsOf(int collection) const {
    return collection < 0 ? 1
                          : program_.collections[static_cast<std::size_t>(collection)].items_max;
  }

  // How many instructions a range comes to when every collection is full.
  std::int64_t CostOf(CodeRange range) const {
    std::int64_t cost = 0;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      const Instruction& instruction = program_.code[i];
      cost += 1;
      const bool over = instruction.code >= Instruction::Code::kSum;
      if (over) cost += instruction.number * (ItemsOf(instruction.slot) - 1);
    }
    return cost;
  }

  std::int64_t RowsOf(const TableUse& use) const {
    std::size_t rows = 0;
    if (!use.parameter) rows = data_.tables.at(use.id).rows.size();
    if (use.parameter) {
      for (const ParameterVersion& version : data_.parameters.at(use.id).versions)
        rows = std::max(rows, version.rows.size());
    }
    return static_cast<std::int64_t>(rows);
  }

  void CheckCost() {
    for (const ProgramStep& step : program_.steps) {
      std::int64_t once = 1 + CostOf(step.when) + CostOf(step.code);
      for (const CodeRange& argument : step.arguments) once += CostOf(argument);
      for (const ProgramException& exception : step.exceptions)
        once += CostOf(exception.when) + CostOf(exception.code);
      if (step.kind != CalcBody::Kind::kExpression)
        once +=
            RowsOf(program_.tables[step.table]) * static_cast<std::int64_t>(step.arguments.size());
      program_.cost += once * ItemsOf(step.collection);
    }
    if (program_.cost > kCostMax) {
      errors_.Add(Source().line,
                  fmt::format("{} may look at {} cells and formula parts in one run, more than {}",
                              Source().id,
                              program_.cost,
                              kCostMax),
                  "lower max of its collections, or part sums over items into steps");
    }
  }

  PolicyData& data_;
  FileErrors errors_;
  Program program_;
  FormulaCompiler formulas_;
};

}  // namespace

std::optional<Program> CompileCalculation(const Calculation& calculation,
                                          PolicyData& data,
                                          std::vector<PolicyError>* errors) {
  return Compiler(calculation, data, errors).Compile();
}

}  // namespace dm::policy
