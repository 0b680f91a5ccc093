#include "worker/assessment/earnings.h"

#include <algorithm>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

std::optional<EarningsRule> ReadEarningsRule(PolicyReader* policy) {
  const auto months = policy->NeedNumber(parameter::kEarningsMonths);
  const auto window = policy->NeedNumber(parameter::kEarningsWindow);
  if (!months || !window || *months < 1 || *months > 120 || *window < 1 || *window > 120) {
    return std::nullopt;
  }
  return EarningsRule{.months = static_cast<int>(*months),
                      .window_months = static_cast<int>(*window)};
}

bool GrantedTo(const PersonKey& person, Month month, const History& history) {
  const HistoryMonth* entry = FindMonth(history, month);
  if (entry == nullptr || !entry->forsorjningsstod) return false;
  if (entry->outcome != Outcome::kBifall && entry->outcome != Outcome::kDelavslag) return false;
  return entry->persons.empty() || FindPerson(entry->persons, person) != nullptr;
}

int RunBefore(Month month, const PersonKey& person, const History& history) {
  int run = 0;
  while (GrantedTo(person, month.PlusMonths(-run - 1), history)) ++run;
  return run;
}

std::optional<EarningsWindow> WindowAt(Month month,
                                       const PersonKey& person,
                                       const History& history,
                                       const EarningsRule& rule) {
  if (history.empty()) return std::nullopt;
  Month oldest = month;
  for (const HistoryMonth& entry : history) oldest = std::min(oldest, entry.month);
  int run = 0;
  std::optional<EarningsWindow> window;
  for (Month m = oldest; m <= month; m = m.PlusMonths(1)) {
    if (window && m > window->last) {
      // The six months must be fulfilled again after the window; months inside it count.
      window.reset();
    }
    if (!window && run >= rule.months) {
      window = EarningsWindow{.first = m, .last = m.PlusMonths(rule.window_months - 1)};
      run = 0;
    }
    run = GrantedTo(person, m, history) ? run + 1 : 0;
  }
  return window;
}

}  // namespace dm::assessment
