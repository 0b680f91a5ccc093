#include "worker/policy/engine/formula_compiler.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/engine/formula_types.h"

namespace dm::policy {

using Code = Instruction::Code;

void FormulaCompiler::Begin(const CalcStep& step, int collection, std::vector<Read>& reads) {
  step_ = &step;
  collection_ = collection;
  reads_ = &reads;
}

std::optional<FormulaType> FormulaCompiler::Fail(const std::string& message,
                                                 const std::string& remedy) {
  errors_.Add(line_, fmt::format("step {}: {}", step_->id, message), remedy);
  return std::nullopt;
}

std::optional<FormulaType> FormulaCompiler::Compile(const Expression& expression,
                                                    int line,
                                                    CodeRange* range) {
  line_ = line;
  inner_ = -1;
  depth_ = depth_max_ = 0;
  range->begin = static_cast<std::uint32_t>(program_.code.size());
  std::optional<FormulaType> type = Emit(expression);
  range->end = static_cast<std::uint32_t>(program_.code.size());
  if (type.has_value() && depth_max_ > static_cast<int>(kStackMax) - 2)
    return Fail("the formula is too deep", "part it into steps");
  return type;
}

bool FormulaCompiler::Condition(const Expression& expression, int line, CodeRange* range) {
  const std::optional<FormulaType> type = Compile(expression, line, range);
  if (!type.has_value()) return false;
  if (type->unit == Unit::kBool) return true;
  Fail(fmt::format("a condition is a {}", Name(*type)), "compare it: a = b");
  return false;
}

void FormulaCompiler::Put(Instruction instruction, int pushes) {
  program_.code.push_back(instruction);
  depth_ += pushes;
  depth_max_ = std::max(depth_max_, depth_);
}

void FormulaCompiler::Load(Level level, const Variable& variable) {
  Put({.code = Code::kLoad, .extra = static_cast<std::uint8_t>(level), .slot = variable.slot}, 1);
  Read read;
  read.level = level;
  read.collection = static_cast<std::uint16_t>(std::max(variable.collection, 0));
  read.slot = variable.slot;
  read.variable = static_cast<std::uint32_t>(&variable - program_.variables.data());
  const bool known = std::any_of(reads_->begin(), reads_->end(), [&](const Read& other) {
    return other.variable == read.variable && other.level == read.level;
  });
  if (!known) reads_->push_back(read);
}

std::optional<FormulaType> FormulaCompiler::Emit(const Expression& expression) {
  switch (expression.operation) {
    case Operation::kNumber:
      Put({.code = Code::kConstant, .number = expression.number}, 1);
      return FormulaType{.unit = Unit::kCount, .literal = true};
    case Operation::kAmount:
      Put({.code = Code::kConstant, .number = expression.number}, 1);
      return FormulaType{.unit = Unit::kKr};
    case Operation::kDate:
      Put({.code = Code::kConstant, .number = expression.number}, 1);
      return FormulaType{.unit = Unit::kDate};
    case Operation::kFlag:
      Put({.code = Code::kConstant, .number = expression.number}, 1);
      return FormulaType{.unit = Unit::kBool};
    case Operation::kWord:
      Put({.code = Code::kConstant, .number = data_.words->Intern(expression.text)}, 1);
      return FormulaType{.unit = Unit::kCode, .literal = true};
    case Operation::kName:
      return EmitName(expression);
    case Operation::kParameter:
      return EmitParameter(expression);
    case Operation::kNot:
    case Operation::kNegate:
    case Operation::kAbs:
    case Operation::kIsKnown:
    case Operation::kApplies:
      return EmitOne(expression);
    case Operation::kAnd:
    case Operation::kOr:
      return EmitLogic(expression);
    case Operation::kAdd:
    case Operation::kSubtract:
    case Operation::kMultiply:
    case Operation::kEqual:
    case Operation::kNotEqual:
    case Operation::kLess:
    case Operation::kLessOrEqual:
    case Operation::kMore:
    case Operation::kMoreOrEqual:
    case Operation::kYearsBetween:
    case Operation::kDaysBetween:
    case Operation::kMin:
    case Operation::kMax:
      return EmitTwo(expression);
    case Operation::kIf:
      return EmitIf(expression);
    case Operation::kClamp:
      return EmitClamp(expression);
    case Operation::kMulDiv:
      return EmitMulDiv(expression);
    case Operation::kIn:
      return EmitIn(expression);
    case Operation::kSum:
    case Operation::kAny:
    case Operation::kAll:
    case Operation::kCount:
    case Operation::kLeast:
    case Operation::kMost:
      return EmitAggregate(expression);
  }
  return std::nullopt;
}

std::optional<FormulaType> FormulaCompiler::EmitName(const Expression& expression) {
  const Variable* variable = program_.Find(expression.text);
  if (variable == nullptr) {
    return Fail(fmt::format("{} is no fact and no step's result", Quoted(expression.text)),
                "name one of facts, collections or set");
  }
  Level level = Level::kCase;
  if (variable->collection >= 0) {
    if (variable->collection == inner_) {
      level = Level::kInner;
    } else if (variable->collection == collection_) {
      level = Level::kItem;
    } else {
      const auto& collection = program_.collections[static_cast<std::size_t>(variable->collection)];
      return Fail(fmt::format("{} belongs to each of {}", expression.text, collection.name),
                  fmt::format("say for_each: {} or sum({}, …)", collection.name, collection.name));
    }
  }
  Load(level, *variable);
  return FormulaType{.unit = variable->type.unit,
                     .domain = variable->type.domain,
                     .open = variable->open,
                     .rounded = variable->rounded};
}

std::optional<std::uint16_t> FormulaCompiler::ParameterSlot(const std::string& id, bool rounding) {
  const auto found = data_.parameters.find(id);
  if (found == data_.parameters.end() || found->second.kind != ParameterKind::kScalar) {
    Fail(fmt::format("param({}) names no scalar parameter", id), "name one of parameters/");
    return std::nullopt;
  }
  // The same parameter as a rounding has a place of its own, with the rounding's number.
  const std::string name = (rounding ? "rounding:" : "param:") + id;
  for (const Variable& variable : program_.variables) {
    if (variable.name == name) return variable.slot;
  }
  Variable variable;
  variable.name = name;
  variable.type = found->second.type;
  variable.open = found->second.type.unit == Unit::kText;
  variable.parameter = id;
  variable.slot = static_cast<std::uint16_t>(program_.case_slots++);
  program_.variables.push_back(std::move(variable));
  return program_.variables.back().slot;
}

std::optional<FormulaType> FormulaCompiler::EmitParameter(const Expression& expression) {
  if (!ParameterSlot(expression.text, false).has_value()) return std::nullopt;
  const auto variable = std::find_if(
      program_.variables.begin(), program_.variables.end(), [&](const Variable& candidate) {
        return candidate.name == "param:" + expression.text;
      });
  Load(Level::kCase, *variable);
  return FormulaType{
      .unit = variable->type.unit, .domain = variable->type.domain, .open = variable->open};
}

std::optional<FormulaType> FormulaCompiler::EmitOne(const Expression& expression) {
  std::optional<FormulaType> type = Emit(expression.operands.front());
  if (!type.has_value()) return std::nullopt;
  Put({.code = CodeOf(expression.operation)}, 0);
  if (expression.operation == Operation::kIsKnown || expression.operation == Operation::kApplies)
    return FormulaType{.unit = Unit::kBool};
  const bool flag = expression.operation == Operation::kNot;
  const bool number = type->unit == Unit::kKr || IsCounted(type->unit);
  if (flag ? type->unit != Unit::kBool : !number)
    return Fail(fmt::format("{} of a {}", flag ? "not" : "a minus or abs", Name(*type)),
                flag ? "use it on true and false" : "use it on an amount or a number");
  return type;
}

std::optional<FormulaType> FormulaCompiler::EmitLogic(const Expression& expression) {
  for (const Expression& operand : expression.operands) {
    const std::optional<FormulaType> type = Emit(operand);
    if (!type.has_value()) return std::nullopt;
    if (type->unit != Unit::kBool)
      return Fail(fmt::format("and/or of a {}", Name(*type)), "compare it: a = b");
  }
  Put({.code = CodeOf(expression.operation)}, -1);
  return FormulaType{.unit = Unit::kBool};
}

std::optional<FormulaType> FormulaCompiler::EmitIn(const Expression& expression) {
  const std::optional<FormulaType> type = Emit(expression.operands.front());
  if (!type.has_value()) return std::nullopt;
  std::vector<Interval> intervals;
  for (std::size_t i = 1; i + 1 < expression.operands.size(); i += 2) {
    std::array<std::int64_t, 2> bounds{};
    for (std::size_t end = 0; end < 2; ++end) {
      const Expression& bound = expression.operands[i + end];
      // Each is read as a constant; the instructions of the attempt are taken back.
      const std::size_t before = program_.code.size();
      const std::optional<FormulaType> bound_type = Emit(bound);
      if (!bound_type.has_value()) return std::nullopt;
      const bool constant =
          program_.code.size() == before + 1 && program_.code.back().code == Code::kConstant;
      if (!constant) return Fail("the list of in holds what is no literal", "write [1, 3..5]");
      bounds[end] = program_.code.back().number;
      program_.code.pop_back();
      --depth_;
      if (!Together(*type, *bound_type, "comparing").has_value() || !KnownWords(bound, *type))
        return std::nullopt;
    }
    if (bounds[0] > bounds[1] || (IsWords(type->unit) && bounds[0] != bounds[1]))
      return Fail("a range of in is empty or of words", "write low..high of numbers");
    intervals.push_back({bounds[0], bounds[1]});
  }
  Put({.code = Code::kIn, .slot = static_cast<std::uint16_t>(program_.sets.size())}, 0);
  program_.sets.emplace_back(std::move(intervals));
  return FormulaType{.unit = Unit::kBool};
}

std::optional<FormulaType> FormulaCompiler::EmitAggregate(const Expression& expression) {
  const auto found = std::find_if(
      program_.collections.begin(), program_.collections.end(), [&](const CollectionLayout& c) {
        return c.name == expression.text;
      });
  if (found == program_.collections.end())
    return Fail(fmt::format("{} is no collection", Quoted(expression.text)),
                "name one of collections");
  if (inner_ >= 0) return Fail("a sum within a sum", "part it into steps");
  const std::size_t at = program_.code.size();
  Put({.code = CodeOf(expression.operation),
       .slot = static_cast<std::uint16_t>(found - program_.collections.begin())},
      1);
  FormulaType type{.unit = Unit::kCount};
  if (!expression.operands.empty()) {
    inner_ = static_cast<int>(found - program_.collections.begin());
    const std::optional<FormulaType> body = Emit(expression.operands.front());
    inner_ = -1;
    if (!body.has_value()) return std::nullopt;
    --depth_;
    type = *body;
  }
  program_.code[at].number = static_cast<std::int64_t>(program_.code.size() - at - 1);
  const bool flags = expression.operation == Operation::kAny ||
                     expression.operation == Operation::kAll ||
                     (expression.operation == Operation::kCount && !expression.operands.empty());
  if (flags && type.unit != Unit::kBool)
    return Fail(fmt::format("any, all or count of a {}", Name(type)), "compare it: a = b");
  const bool words = IsWords(type.unit) || type.unit == Unit::kBool;
  const bool sum_of_dates = expression.operation == Operation::kSum && type.unit == Unit::kDate;
  if (!flags && (words || sum_of_dates))
    return Fail(fmt::format("sum, min or max of a {}", Name(type)), "use count, any or all");
  if (expression.operation == Operation::kCount) return FormulaType{.unit = Unit::kCount};
  type.literal = false;
  return type;
}

bool FormulaCompiler::Suits(const FormulaType& given,
                            const Expression& expression,
                            const FormulaType& wanted,
                            const std::string& what,
                            int line) {
  line_ = line;
  const bool words = IsWords(given.unit) && IsWords(wanted.unit);
  const bool counted = given.literal && IsCounted(given.unit) && IsCounted(wanted.unit);
  const bool same = words ? given.literal || given.domain == wanted.domain || wanted.open
                          : given.unit == wanted.unit || counted;
  if (!same) {
    Fail(fmt::format("{} takes a {}, not a {}", what, Name(wanted), Name(given)),
         "give it a value of that unit");
    return false;
  }
  return KnownWords(expression, wanted);
}

}  // namespace dm::policy
