// Calculation: a file of policies/calc as typed data, before it is compiled to a Program.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/engine/expression.h"
#include "worker/policy/value.h"

namespace dm::policy {

inline constexpr int kItemsMax = 1000;
// How many formula nodes and table cells one run may look at, at most: some milliseconds. A file
// above it is refused at load.
inline constexpr std::int64_t kCostMax = 2'000'000;

struct CalcFact {
  std::string name;  // "household.n_total", "member.age"
  std::string title;
  ValueType type;
  bool open = false;
  int line = 0;
};

struct CalcCollection {
  std::string name;  // "members"
  int max = 0;       // items in one run
  std::vector<CalcFact> facts;
  int line = 0;
};

// What a step works out: a formula, the row of a table parameter, or the hit of a decision table.
struct CalcBody {
  enum class Kind { kExpression, kLookup, kDecide };

  Kind kind = Kind::kExpression;
  Expression expression;
  std::string table;  // kLookup, kDecide
  std::vector<std::pair<std::string, Expression>> with;
  bool where_in_force = false;  // kLookup: on a day without a version the step does not apply
};

struct CalcException {
  std::string id;
  Expression when;
  Expression expression;
  std::vector<std::string> sources;
  int line = 0;
};

struct CalcStep {
  std::string id;
  std::string title;
  std::string set;       // kDecide: "income", whose outputs are "income.class", …
  std::string for_each;  // a collection; empty: once for the case
  std::optional<Expression> when;
  CalcBody body;
  std::vector<CalcException> exceptions;
  std::string domain;  // of the words that the step gives, where no operand says it
  std::string bound;   // a cell; a value outside it is undetermined
  bool rounds_again = false;
  std::vector<std::string> sources;
  int line = 0;
};

struct Calculation {
  std::string id;
  std::string title;
  std::string file;
  int line = 0;
  Period valid;
  std::vector<CalcFact> facts;
  std::vector<CalcCollection> collections;
  std::vector<CalcStep> steps;
};

}  // namespace dm::policy
