// What the applicant declares for the income month, by person and kind, with everything about a
// declaration that a human must look at (rules.md 10.1, 10.4).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "worker/assessment/by_income.h"
#include "worker/assessment/context.h"
#include "worker/assessment/income_window.h"

namespace dm::assessment {

struct Declared {
  Money net;
  std::optional<Money> gross;  // when every entry states it
  bool proven = true;
  int entries = 0;
  std::set<std::string> employers;  // of wages, as the case system names them
  std::optional<Date> last_day;     // the latest day of payment; nothing where none is stated
  std::vector<std::string> refs;    // where rows name their places
};

using DeclaredIncomes = ByIncome<Declared>;

// Entries paid outside the window are noted and left out.
DeclaredIncomes CollectDeclared(const IncomeWindows& windows, Context* context);

}  // namespace dm::assessment
