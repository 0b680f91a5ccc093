// Expression: the formula of one calculation step as a tree. A small total language: whole numbers,
// no loops but over one named collection, no functions of the user's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/policy/policy_error.h"

namespace dm::policy {

enum class Operation {
  // Leaves.
  kNumber,     // 12: a count or a percent
  kAmount,     // kr(2740.50), in öre
  kDate,       // date(2026-01-01), in days since 1970-01-01
  kWord,       // 'child'
  kFlag,       // true, false
  kName,       // household.size
  kParameter,  // param(rounding.row)
  // One operand.
  kNot,
  kNegate,
  kAbs,
  kIsKnown,  // false for a fact that is unknown
  kApplies,  // false for the result of a step that does not apply
  // Two operands.
  kAnd,
  kOr,
  kAdd,
  kSubtract,
  kMultiply,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kMore,
  kMoreOrEqual,
  kYearsBetween,
  kDaysBetween,
  kMin,
  kMax,
  // Three operands.
  kIf,
  kClamp,
  kMulDiv,  // amount, numerator, denominator; and how to round, or a parameter that says it
  kIn,      // one operand and pairs of bounds
  // Over a collection: text is its name; one operand (none for a plain count).
  kSum,
  kAny,
  kAll,
  kCount,
  kLeast,
  kMost,
};

enum class Rounding { kDown, kUp, kHalfUp, kHalfUpKr, kExact };
std::optional<Rounding> RoundingOf(std::string_view word);

struct Expression {
  Operation operation = Operation::kNumber;
  std::string text;                  // names, words, parameters, collections
  std::int64_t number = 0;           // literals
  std::optional<Rounding> rounding;  // kMulDiv; nothing where `text` names the parameter
  std::vector<Expression> operands;
};

// Every node of the tree, the root first.
template <typename Visit>
void ForEachNode(const Expression& expression, const Visit& visit) {
  visit(expression);
  for (const Expression& operand : expression.operands) ForEachNode(operand, visit);
}

// Nothing when the text is no expression; `errors` has been told. `what` names it.
std::optional<Expression> ParseExpression(const std::string& text,
                                          int line,
                                          const std::string& what,
                                          FileErrors& errors);

}  // namespace dm::policy
