// The operations of formulas over whole numbers and marks (number.h). All are total: what cannot be
// worked out exactly is kError, and a mark that matters comes out again.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "worker/policy/engine/number.h"
#include "worker/policy/engine/program.h"

namespace dm::policy {

// a · numerator / denominator, rounded; kError when the denominator is not positive, the result
// does not fit, or kExact leaves a rest.
std::int64_t MulDiv(std::int64_t a,
                    std::int64_t numerator,
                    std::int64_t denominator,
                    Rounding rounding);

// The same where any of them may be a mark; `rounding` is a Rounding's number.
inline std::int64_t MulDivOf(std::int64_t a,
                             std::int64_t numerator,
                             std::int64_t denominator,
                             std::int64_t rounding) {
  const std::int64_t mark = Graver(Graver(a, numerator), Graver(denominator, rounding));
  if (!IsNumber(mark)) return mark;
  return MulDiv(a, numerator, denominator, static_cast<Rounding>(rounding));
}

// The number of the rounding that a parameter's word asks for: krona, ore, or a Rounding's own
// word; kError for any other.
std::int64_t RoundingNumber(std::string_view word);

// Completed years from one day to another, both as days since 1970-01-01.
std::int64_t YearsBetween(std::int64_t from, std::int64_t to);

// `overflows` has been worked out first: it is what fills `result`.
inline std::int64_t Checked(bool overflows, const std::int64_t& result) {
  return overflows || !IsNumber(result) ? kError : result;
}

// Callers name the operation as a constant, and what remains of the choice is one instruction.
[[gnu::always_inline]] inline std::int64_t OfOne(Instruction::Code code, std::int64_t a) {
  using Code = Instruction::Code;
  if (code == Code::kIsKnown) return IsNumber(a) ? 1 : 0;
  if (code == Code::kApplies) return a == kAbsent ? 0 : IsNumber(a) ? 1 : a;
  if (!IsNumber(a)) return a;
  if (code == Code::kNot) return a == 0 ? 1 : 0;
  // A number is above the marks, so its negation fits; it may still be a mark's value.
  const std::int64_t negated = IsNumber(-a) ? -a : kError;
  return code == Code::kNegate || a < 0 ? negated : a;
}

[[gnu::always_inline]] inline std::int64_t OfTwo(Instruction::Code code,
                                                 std::int64_t a,
                                                 std::int64_t b) {
  using Code = Instruction::Code;
  if (!IsNumber(a) || !IsNumber(b)) {
    // One side alone can settle these.
    if (code == Code::kAnd && (a == 0 || b == 0)) return 0;
    if (code == Code::kOr && (a == 1 || b == 1)) return 1;
    return Graver(a, b);
  }
  std::int64_t result = 0;
  switch (code) {
    case Code::kAnd:
      return a & b;
    case Code::kOr:
      return a | b;
    case Code::kAdd:
      return Checked(__builtin_add_overflow(a, b, &result), result);
    case Code::kSubtract:
      return Checked(__builtin_sub_overflow(a, b, &result), result);
    case Code::kMultiply:
      return Checked(__builtin_mul_overflow(a, b, &result), result);
    case Code::kEqual:
      return a == b ? 1 : 0;
    case Code::kNotEqual:
      return a != b ? 1 : 0;
    case Code::kLess:
      return a < b ? 1 : 0;
    case Code::kLessOrEqual:
      return a <= b ? 1 : 0;
    case Code::kMore:
      return a > b ? 1 : 0;
    case Code::kMoreOrEqual:
      return a >= b ? 1 : 0;
    case Code::kYearsBetween:
      return YearsBetween(a, b);
    case Code::kDaysBetween:
      return Checked(__builtin_sub_overflow(b, a, &result), result);
    case Code::kMin:
      return a < b ? a : b;
    case Code::kMax:
      return a > b ? a : b;
    case Code::kConstant:
    case Code::kEqualsConstant:
    case Code::kLoad:
    case Code::kNot:
    case Code::kNegate:
    case Code::kAbs:
    case Code::kIsKnown:
    case Code::kApplies:
    case Code::kSelect:
    case Code::kClamp:
    case Code::kMulDiv:
    case Code::kIn:
    case Code::kSum:
    case Code::kAny:
    case Code::kAll:
    case Code::kCount:
    case Code::kLeast:
    case Code::kMost:
      break;
  }
  return kError;
}

// An unknown condition does not matter when both ways lead to the same number.
inline std::int64_t Selected(std::int64_t condition, std::int64_t yes, std::int64_t no) {
  if (IsNumber(condition)) return condition != 0 ? yes : no;
  return yes == no && IsNumber(yes) ? yes : condition;
}

inline std::int64_t Clamped(std::int64_t a, std::int64_t low, std::int64_t high) {
  const std::int64_t mark = Graver(a, Graver(low, high));
  if (!IsNumber(mark)) return mark;
  if (low > high) return kError;
  return a < low ? low : a > high ? high : a;
}

// What sum, any, all, count, min and max have come to. Absent values are passed over.
class Aggregate {
 public:
  explicit Aggregate(Instruction::Code code)
      : code_(code), result_(code == Instruction::Code::kAll ? 1 : 0) {}

  [[gnu::always_inline]] void Add(std::int64_t value) {
    using Code = Instruction::Code;
    if (value == kAbsent) return;
    if (!IsNumber(value)) {
      mark_ = Graver(mark_, value);
      return;
    }
    if (code_ == Code::kSum || code_ == Code::kCount) {
      result_ = OfTwo(Code::kAdd, result_, value);
    } else if (code_ == Code::kAny) {
      result_ |= value;
    } else if (code_ == Code::kAll) {
      result_ &= value;
    } else if (empty_ || (code_ == Code::kLeast) == (value < result_)) {
      result_ = value;
    }
    empty_ = false;
  }

  // The least and the greatest of nothing are not known; a sum of nothing is zero.
  std::int64_t result() const {
    using Code = Instruction::Code;
    // One item alone can settle these, whatever the others are.
    if (code_ == Code::kAny && result_ == 1) return 1;
    if (code_ == Code::kAll && result_ == 0) return 0;
    if (mark_ != 0) return mark_;
    const bool needs_one = code_ == Code::kLeast || code_ == Code::kMost;
    return needs_one && empty_ ? kAbsent : result_;
  }

 private:
  Instruction::Code code_;
  std::int64_t result_;
  std::int64_t mark_ = 0;
  bool empty_ = true;
};

}  // namespace dm::policy
