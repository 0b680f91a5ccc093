// The month before, computed again under today's rules: what G-13 compares the grant with, so that
// a new norm year changes nothing for an unchanged household.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/assessment/context.h"

namespace dm::assessment {

// One line of it. Amounts of incomes are negative.
struct PreviousRow {
  std::string code;  // "norm.personal", "cost.boende", "income.lon"
  std::optional<PersonKey> person;
  std::string label;             // Swedish
  std::optional<Money> decided;  // what the decision counted then, where the history says so
  Rational now;                  // under today's rules
};

struct PreviousMonth {
  Month month;
  std::vector<PreviousRow> rows;
  Money granted;     // then
  Money recomputed;  // now
};

// Nothing when the month is not known well enough.
std::optional<Money> RecomputePrevious(Context* context);
// The same, row by row, for explanations.
std::optional<PreviousMonth> ExplainPrevious(const CaseInput& input, const PolicySet& policy);

}  // namespace dm::assessment
