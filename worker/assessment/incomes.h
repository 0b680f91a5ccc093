// Incomes of the income month: what is counted, and how declaration, register, frame and the month
// before compare (rules.md 10–12, casework.md G-07).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/assessment/context.h"
#include "worker/assessment/payments.h"
#include "worker/assessment/register_view.h"

namespace dm::assessment {

// The register's sum for one person and kind in a month.
struct KindTotal {
  PersonKey person;
  std::string kind;
  std::string label;
  Money net;
  int payments = 0;
  std::vector<std::string> refs;
};

struct Incomes {
  std::vector<CalculationRow> rows;
  Money sum;
  bool complete = true;  // false: a needed register is unknown or a payment cannot be valued
  std::vector<KindTotal> shown;  // by the registers in the income month, repeats left out
  bool matches_frame = false;    // the same kinds as the frame, each within the tolerance
  bool has_employment = false;
};

Incomes ComputeIncomes(const RegisterView& view, Context* context);

}  // namespace dm::assessment
