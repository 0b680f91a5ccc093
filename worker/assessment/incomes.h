// Incomes of the income month: what is counted, and how declaration, register, frame and the month
// before compare (rules.md 10–12, 14, casework.md G-07).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/assessment/child_need.h"
#include "worker/assessment/context.h"
#include "worker/assessment/income_window.h"
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
  std::vector<std::string> refs;  // where rows name their places
};

// An amount that counts, and the day on which it came; the last of the window where none is stated.
struct PaidIncome {
  PersonKey person;
  Date day;
  Money amount;
};

// A benefit that is granted for the income month and of which nothing was paid in it.
struct UnpaidBenefit {
  PersonKey person;
  bool housing = false;  // bostadsbidrag or bostadstillägg
};

struct Incomes {
  IncomeWindow window;               // the days whose payments count
  std::vector<CalculationRow> rows;  // until the result takes them
  Money sum;
  Money carried;         // surplus of the month before among them: the grant is in part a refusal
  bool complete = true;  // false: a needed register is unknown or a payment cannot be valued
  std::vector<KindTotal> shown;  // by the registers in the income month, repeats left out
  std::vector<PaidIncome> paid;  // what may still stand in an account: never counted twice
  bool matches_frame = false;    // the same kinds as the frame, each within the tolerance
  bool has_employment = false;
  std::vector<UnpaidBenefit> unpaid;
};

// `need` is what a child's own part of the need is worked out from.
Incomes ComputeIncomes(const RegisterView& view, const NeedRows& need, Context* context);

}  // namespace dm::assessment
