// What the parts of FormulaCompiler have in common.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/engine/formula_compiler.h"

namespace dm::policy {

inline bool IsWords(Unit unit) {
  return unit == Unit::kCode || unit == Unit::kText;
}

inline bool IsCounted(Unit unit) {
  return unit == Unit::kCount || unit == Unit::kPercent;
}

inline std::string Name(const FormulaType& type) {
  if (type.domain != nullptr) return fmt::format("{} of {}", UnitWord(type.unit), type.domain->id);
  return UnitWord(type.unit);
}

// The instruction of an operation; the two lists have the same words.
inline Instruction::Code CodeOf(Operation operation) {
  using Code = Instruction::Code;
  static constexpr std::array<std::pair<Operation, Code>, 27> kCodes = {{
      {Operation::kNot, Code::kNot},
      {Operation::kNegate, Code::kNegate},
      {Operation::kAbs, Code::kAbs},
      {Operation::kIsKnown, Code::kIsKnown},
      {Operation::kApplies, Code::kApplies},
      {Operation::kAnd, Code::kAnd},
      {Operation::kOr, Code::kOr},
      {Operation::kAdd, Code::kAdd},
      {Operation::kSubtract, Code::kSubtract},
      {Operation::kMultiply, Code::kMultiply},
      {Operation::kEqual, Code::kEqual},
      {Operation::kNotEqual, Code::kNotEqual},
      {Operation::kLess, Code::kLess},
      {Operation::kLessOrEqual, Code::kLessOrEqual},
      {Operation::kMore, Code::kMore},
      {Operation::kMoreOrEqual, Code::kMoreOrEqual},
      {Operation::kYearsBetween, Code::kYearsBetween},
      {Operation::kDaysBetween, Code::kDaysBetween},
      {Operation::kMin, Code::kMin},
      {Operation::kMax, Code::kMax},
      {Operation::kSum, Code::kSum},
      {Operation::kAny, Code::kAny},
      {Operation::kAll, Code::kAll},
      {Operation::kCount, Code::kCount},
      {Operation::kLeast, Code::kLeast},
      {Operation::kMost, Code::kMost},
      {Operation::kIf, Code::kSelect},
  }};
  const auto* found = std::find_if(kCodes.begin(), kCodes.end(), [operation](const auto& entry) {
    return entry.first == operation;
  });
  return found->second;
}

}  // namespace dm::policy
