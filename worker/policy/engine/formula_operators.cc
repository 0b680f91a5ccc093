// The operators of formulas and the units that they demand.
#include <algorithm>
#include <array>

#include "fmt/format.h"
#include "worker/policy/engine/formula_compiler.h"
#include "worker/policy/engine/formula_types.h"

namespace dm::policy {

using Code = Instruction::Code;

std::optional<FormulaType> FormulaCompiler::Together(const FormulaType& a,
                                                     const FormulaType& b,
                                                     const std::string& doing) {
  FormulaType type = a.literal ? b : a;
  type.rounded = a.rounded || b.rounded;
  type.literal = a.literal && b.literal;
  const bool number = a.literal != b.literal && IsCounted(a.unit) && IsCounted(b.unit);
  const bool word = a.literal != b.literal && IsWords(a.unit) && IsWords(b.unit);
  if (number || word || (a.unit == b.unit && (a.domain == b.domain || a.literal || b.literal)))
    return type;
  return Fail(fmt::format("{} a {} and a {}", doing, Name(a), Name(b)),
              "give both the same unit: kr(…), mul_div, or another fact");
}

// A word that is compared must be one that the other side can have.
bool FormulaCompiler::KnownWords(const Expression& expression, const FormulaType& type) {
  if (expression.operation != Operation::kWord || type.domain == nullptr || type.open) return true;
  if (type.domain->Has(expression.text)) return true;
  Fail(fmt::format("{} is not in the domain {}", Quoted(expression.text), type.domain->id),
       fmt::format("use one of {}", Joined(type.domain->codes)));
  return false;
}

std::optional<FormulaType> FormulaCompiler::EmitTwo(const Expression& expression) {
  const std::optional<FormulaType> left = Emit(expression.operands[0]);
  const std::optional<FormulaType> right =
      left.has_value() ? Emit(expression.operands[1]) : std::nullopt;
  if (!right.has_value()) return std::nullopt;
  Put({.code = CodeOf(expression.operation)}, -1);
  const bool dates = left->unit == Unit::kDate && right->unit == Unit::kDate;
  switch (expression.operation) {
    case Operation::kMultiply:
      return EmitProduct(*left, *right);
    case Operation::kYearsBetween:
    case Operation::kDaysBetween:
      if (dates) return FormulaType{.unit = Unit::kCount};
      return Fail("days or years between what is no date", "name two dates");
    case Operation::kAdd:
    case Operation::kSubtract:
      if (left->unit == Unit::kDate && right->unit == Unit::kCount) return left;
      if (dates) return Fail("a sum of two dates", "use days_between");
      [[fallthrough]];
    case Operation::kMin:
    case Operation::kMax: {
      const std::optional<FormulaType> type = Together(*left, *right, "adding or comparing");
      if (type.has_value() && (IsWords(type->unit) || type->unit == Unit::kBool))
        return Fail("arithmetic with words or flags", "use if … then … else");
      return type;
    }
    default:
      return EmitComparison(expression, *left, *right);
  }
}

std::optional<FormulaType> FormulaCompiler::EmitProduct(const FormulaType& left,
                                                        const FormulaType& right) {
  const bool kr = left.unit == Unit::kKr || right.unit == Unit::kKr;
  const FormulaType& other = left.unit == Unit::kKr ? right : left;
  FormulaType type{.unit = kr ? Unit::kKr : Unit::kCount, .rounded = left.rounded || right.rounded};
  if (kr && other.unit == Unit::kCount) return type;
  if (!kr && left.unit == Unit::kCount && right.unit == Unit::kCount) {
    type.literal = left.literal && right.literal;
    return type;
  }
  const bool percent = !kr && IsCounted(left.unit) && IsCounted(right.unit) &&
                       (left.unit == Unit::kCount || right.unit == Unit::kCount);
  if (percent) {
    type.unit = Unit::kPercent;
    return type;
  }
  return Fail(fmt::format("{} times {}", Name(left), Name(right)),
              "multiply an amount or a percent by a count; a share is mul_div(a, num, den, round)");
}

std::optional<FormulaType> FormulaCompiler::EmitComparison(const Expression& expression,
                                                           const FormulaType& left,
                                                           const FormulaType& right) {
  const std::optional<FormulaType> type = Together(left, right, "comparing");
  if (!type.has_value()) return std::nullopt;
  const bool equality =
      expression.operation == Operation::kEqual || expression.operation == Operation::kNotEqual;
  const bool ordered = !IsWords(type->unit) && type->unit != Unit::kBool;
  if (!equality && !ordered)
    return Fail(fmt::format("a {} has no order", Name(*type)), "use =, != or in");
  // Two words from elsewhere that no rule mentions would look alike.
  if (IsWords(type->unit) && type->open && !left.literal && !right.literal)
    return Fail("two open words are compared", "compare each with a word in quotes");
  if (!KnownWords(expression.operands[0], right) || !KnownWords(expression.operands[1], left))
    return std::nullopt;
  Join();
  return FormulaType{.unit = Unit::kBool};
}

// A fact compared with a literal, the commonest condition, becomes one instruction.
void FormulaCompiler::Join() {
  std::vector<Instruction>& code = program_.code;
  const std::size_t size = code.size();
  const bool joins = size >= 3 && code[size - 3].code == Code::kLoad &&
                     code[size - 2].code == Code::kConstant && code[size - 1].code == Code::kEqual;
  if (!joins) return;
  Instruction joined = code[size - 3];
  joined.code = Code::kEqualsConstant;
  joined.number = code[size - 2].number;
  code.resize(size - 3);
  code.push_back(joined);
}

std::optional<FormulaType> FormulaCompiler::EmitIf(const Expression& expression) {
  const std::optional<FormulaType> condition = Emit(expression.operands[0]);
  if (!condition.has_value()) return std::nullopt;
  if (condition->unit != Unit::kBool)
    return Fail(fmt::format("if of a {}", Name(*condition)), "compare it: a = b");
  const std::optional<FormulaType> yes = Emit(expression.operands[1]);
  const std::optional<FormulaType> no = yes.has_value() ? Emit(expression.operands[2]) : yes;
  if (!no.has_value()) return std::nullopt;
  Put({.code = Code::kSelect}, -2);
  if (!KnownWords(expression.operands[1], *no) || !KnownWords(expression.operands[2], *yes))
    return std::nullopt;
  return Together(*yes, *no, "choosing between");
}

std::optional<FormulaType> FormulaCompiler::EmitClamp(const Expression& expression) {
  std::optional<FormulaType> type = Emit(expression.operands[0]);
  for (std::size_t i = 1; i < 3 && type.has_value(); ++i) {
    const std::optional<FormulaType> bound = Emit(expression.operands[i]);
    if (!bound.has_value()) return std::nullopt;
    type = Together(*type, *bound, "clamping");
  }
  if (!type.has_value()) return std::nullopt;
  Put({.code = Code::kClamp}, -2);
  if (IsWords(type->unit) || type->unit == Unit::kBool)
    return Fail("clamp of words or flags", "use it on an amount, a number or a date");
  return type;
}

std::optional<FormulaType> FormulaCompiler::EmitMulDiv(const Expression& expression) {
  std::array<FormulaType, 3> types;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const std::optional<FormulaType> type = Emit(expression.operands[i]);
    if (!type.has_value()) return std::nullopt;
    types[i] = *type;
  }
  const auto& [amount, numerator, denominator] = types;
  const bool number = amount.unit == Unit::kKr || IsCounted(amount.unit);
  const bool share = (IsCounted(numerator.unit) && denominator.unit == Unit::kCount) ||
                     numerator.unit == denominator.unit;
  if (!number || !share || IsWords(numerator.unit) || numerator.unit == Unit::kBool ||
      numerator.unit == Unit::kDate) {
    return Fail(
        fmt::format("mul_div of {}, {} and {}", Name(amount), Name(numerator), Name(denominator)),
        "write mul_div(amount or number, count or percent, count, how to round)");
  }
  if (expression.operands[2].operation == Operation::kNumber && expression.operands[2].number <= 0)
    return Fail("mul_div divides by nothing", "divide by 1 or more");
  Instruction instruction{.code = Code::kMulDiv};
  if (expression.rounding.has_value()) {
    instruction.extra = static_cast<std::uint8_t>(*expression.rounding);
  } else {
    const std::optional<std::uint16_t> slot = ParameterSlot(expression.text, true);
    if (!slot.has_value()) return std::nullopt;
    const auto variable =
        std::find_if(program_.variables.begin(), program_.variables.end(), [&](const Variable& v) {
          return v.name == "rounding:" + expression.text;
        });
    if (!IsWords(variable->type.unit))
      return Fail(fmt::format("param({}) says no way to round", expression.text),
                  "name a parameter with the words krona and ore");
    Read read{.slot = *slot};
    read.variable = static_cast<std::uint32_t>(variable - program_.variables.begin());
    reads_->push_back(read);
    instruction.extra = kRoundingByParameter;
    instruction.slot = *slot;
  }
  Put(instruction, -2);
  const bool rounds = expression.rounding != Rounding::kExact;
  if (expression.rounding == Rounding::kHalfUpKr && amount.unit != Unit::kKr)
    return Fail("half_up_kr of what is no amount", "use half_up");
  if (rounds && (amount.rounded || numerator.rounded) && !step_->rounds_again) {
    return Fail("an amount that has been rounded already is rounded again",
                "round once, where the row is done; or say rounds_again: true");
  }
  return FormulaType{.unit = amount.unit, .rounded = rounds || amount.rounded};
}

}  // namespace dm::policy
