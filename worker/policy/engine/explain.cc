#include "worker/policy/engine/explain.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "worker/policy/engine/arithmetic.h"

namespace dm::policy {
namespace {

using Code = Instruction::Code;

// ISO C++ lacks the type. NOLINTNEXTLINE(modernize-use-using): __extension__ takes a typedef only.
__extension__ typedef __int128 Wide;

// a · numerator / denominator as a fraction, where it fits.
std::optional<Rational> Exact(std::int64_t a, std::int64_t numerator, std::int64_t denominator) {
  const Wide product = Wide{a} * numerator;
  Wide x = product < 0 ? -product : product;
  Wide y = denominator;
  if (denominator <= 0) return std::nullopt;
  while (y != 0) std::swap(x %= y, y);
  if (x == 0) x = denominator;
  const Wide top = product / x;
  constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
  if (top > kMost || top < -kMost) return std::nullopt;
  const StatusOr<Rational> made =
      Rational::Make(static_cast<std::int64_t>(top), static_cast<std::int64_t>(denominator / x));
  return made.ok() ? std::optional<Rational>(*made) : std::nullopt;
}

// Two such fractions add without leaving 64 bits.
bool IsSmall(const Rational& a) {
  constexpr std::int64_t kNumeratorMax = 1'000'000'000'000;
  constexpr std::int64_t kDenominatorMax = 1'000'000;
  return a.numerator() <= kNumeratorMax && a.numerator() >= -kNumeratorMax &&
         a.denominator() <= kDenominatorMax;
}

void Merge(std::vector<Mattered>& into, const std::vector<Mattered>& more) {
  for (const Mattered& one : more) {
    if (std::find(into.begin(), into.end(), one) == into.end()) into.push_back(one);
  }
}

class Explainer {
 public:
  Explainer(const Program& program, const Frame& frame, int collection, int item)
      : program_(program), frame_(frame), collection_(collection), item_(item) {}

  Explained Formula(const Instruction* begin, const Instruction* end) {
    std::vector<Explained> stack;
    const auto pop = [&stack] {
      Explained top = std::move(stack.back());
      stack.pop_back();
      return top;
    };
    for (const Instruction* at = begin; at != end; ++at) {
      switch (at->code) {
        case Code::kConstant:
          stack.push_back({.value = at->number, .inputs = {}, .exact = {}, .fault = {}});
          break;
        case Code::kLoad:
          stack.push_back(Loaded(*at));
          break;
        case Code::kEqualsConstant:
          stack.push_back(Loaded(*at));
          stack.back().value = OfTwo(Code::kEqual, stack.back().value, at->number);
          break;
        case Code::kNot:
        case Code::kNegate:
        case Code::kAbs:
        case Code::kIsKnown:
        case Code::kApplies:
          stack.back() = One(at->code, std::move(stack.back()));
          break;
        case Code::kIn:
          if (IsNumber(stack.back().value))
            stack.back().value = program_.sets[at->slot].Has(stack.back().value) ? 1 : 0;
          break;
        case Code::kSelect: {
          Explained no = pop();
          Explained yes = pop();
          stack.back() = Chosen(std::move(stack.back()), std::move(yes), std::move(no));
          break;
        }
        case Code::kClamp: {
          const Explained high = pop();
          const Explained low = pop();
          Explained& top = stack.back();
          Note(top, low, high, Clamped(top.value, low.value, high.value));
          break;
        }
        case Code::kMulDiv: {
          const Explained denominator = pop();
          const Explained numerator = pop();
          stack.back() = Share(*at, std::move(stack.back()), numerator, denominator);
          break;
        }
        case Code::kSum:
        case Code::kAny:
        case Code::kAll:
        case Code::kCount:
        case Code::kLeast:
        case Code::kMost:
          stack.push_back(Over(*at));
          at += at->number;
          break;
        case Code::kAnd:
        case Code::kOr:
        case Code::kAdd:
        case Code::kSubtract:
        case Code::kMultiply:
        case Code::kEqual:
        case Code::kNotEqual:
        case Code::kLess:
        case Code::kLessOrEqual:
        case Code::kMore:
        case Code::kMoreOrEqual:
        case Code::kYearsBetween:
        case Code::kDaysBetween:
        case Code::kMin:
        case Code::kMax: {
          const Explained right = pop();
          stack.back() = Two(at->code, std::move(stack.back()), right);
          break;
        }
      }
    }
    return pop();
  }

 private:
  std::uint32_t VariableAt(Level level, std::uint16_t slot) const {
    const int collection = level == Level::kCase    ? -1
                           : level == Level::kInner ? inner_collection_
                                                    : collection_;
    const auto found = std::find_if(
        program_.variables.begin(), program_.variables.end(), [&](const Variable& variable) {
          return variable.collection == collection && variable.slot == slot;
        });
    return static_cast<std::uint32_t>(found - program_.variables.begin());
  }

  Explained Loaded(const Instruction& instruction) const {
    const auto level = static_cast<Level>(instruction.extra);
    const int item = level == Level::kCase ? -1 : level == Level::kInner ? inner_item_ : item_;
    const std::int64_t value =
        level == Level::kCase
            ? frame_.case_places()[instruction.slot]
            : frame_.Item(static_cast<std::size_t>(level == Level::kInner ? inner_collection_
                                                                          : collection_),
                          static_cast<std::size_t>(item))[instruction.slot];
    Explained loaded;
    loaded.value = value;
    loaded.inputs = {{VariableAt(level, instruction.slot), item, value}};
    return loaded;
  }

  static Explained One(Code code, Explained a) {
    const std::int64_t value = OfOne(code, a.value);
    if (value == kError && a.value != kError) a.fault = "a number is out of range";
    if (value != a.value) a.exact.reset();
    a.value = value;
    return a;
  }

  // Takes the inputs of all three into `a`.
  static void Note(Explained& a, const Explained& b, const Explained& c, std::int64_t value) {
    if (a.fault.empty()) a.fault = b.fault.empty() ? c.fault : b.fault;
    if (value == kError && a.fault.empty()) a.fault = "a number is out of range";
    Merge(a.inputs, b.inputs);
    Merge(a.inputs, c.inputs);
    a.exact.reset();
    a.value = value;
  }

  static Explained Chosen(Explained condition, Explained yes, Explained no) {
    if (!IsNumber(condition.value)) {
      const std::int64_t value = Selected(condition.value, yes.value, no.value);
      Note(condition, yes, no, value);
      return condition;
    }
    Explained& taken = condition.value != 0 ? yes : no;
    Merge(taken.inputs, condition.inputs);
    return std::move(taken);
  }

  Explained Share(const Instruction& instruction,
                  Explained a,
                  const Explained& numerator,
                  const Explained& denominator) const {
    const bool named = instruction.extra == kRoundingByParameter;
    const std::int64_t rounding =
        named ? frame_.case_places()[instruction.slot] : instruction.extra;
    const std::int64_t amount = a.value;
    Note(
        a, numerator, denominator, MulDivOf(a.value, numerator.value, denominator.value, rounding));
    if (named) Merge(a.inputs, {{VariableAt(Level::kCase, instruction.slot), -1, rounding}});
    if (a.value == kError && denominator.value <= 0 && IsNumber(denominator.value))
      a.fault = "a share divides by nothing";
    if (IsNumber(a.value)) a.exact = Exact(amount, numerator.value, denominator.value);
    return a;
  }

  // Of and and or, one side alone may settle it: then the other does not matter. An amount that was
  // rounded plus a whole one keeps its exact share.
  static Explained Two(Code code, Explained a, const Explained& b) {
    const std::int64_t value = OfTwo(code, a.value, b.value);
    const std::int64_t settles = code == Code::kAnd ? 0 : 1;
    const bool logic = code == Code::kAnd || code == Code::kOr;
    if (logic && value == settles && (a.value == settles || b.value == settles))
      return a.value == settles ? a : b;
    std::optional<Rational> exact;
    const bool sum = (code == Code::kAdd || code == Code::kSubtract) && IsNumber(value);
    if (sum && (a.exact.has_value() || b.exact.has_value())) {
      const Rational left = a.exact.value_or(Rational(Money::FromOre(a.value)));
      const Rational right = b.exact.value_or(Rational(Money::FromOre(b.value)));
      if (IsSmall(left) && IsSmall(right)) exact = code == Code::kAdd ? left + right : left - right;
    }
    Note(a, b, {}, value);
    a.exact = exact;
    return a;
  }

  Explained Over(const Instruction& instruction) {
    Explained result;
    Aggregate aggregate(instruction.code);
    inner_collection_ = instruction.slot;
    const Instruction* body = &instruction + 1;
    const Instruction* end = body + instruction.number;
    for (std::size_t i = 0; i < frame_.items(instruction.slot); ++i) {
      inner_item_ = static_cast<int>(i);
      Explained one;
      one.value = 1;
      if (body != end) one = Formula(body, end);
      aggregate.Add(one.value);
      if (result.fault.empty()) result.fault = one.fault;
      if (one.value != kAbsent) Merge(result.inputs, one.inputs);
    }
    inner_collection_ = inner_item_ = -1;
    result.value = aggregate.result();
    if (result.value == kError && result.fault.empty()) result.fault = "a sum is out of range";
    return result;
  }

  const Program& program_;
  const Frame& frame_;
  int collection_;
  int item_;
  int inner_collection_ = -1;
  int inner_item_ = -1;
};

}  // namespace

Explained ExplainFormula(
    const Program& program, CodeRange code, const Frame& frame, int collection, int item) {
  return Explainer(program, frame, collection, item)
      .Formula(program.code.data() + code.begin, program.code.data() + code.end);
}

}  // namespace dm::policy
