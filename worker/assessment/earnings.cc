#include "worker/assessment/earnings.h"

#include <algorithm>
#include <vector>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

// The history reaches back so far that an entry at its beginning may be the middle of something.
constexpr int kHistoryMonths = 36;

std::optional<Month> OldestMonth(const History& history) {
  std::optional<Month> oldest;
  for (const HistoryMonth& entry : history) {
    oldest = oldest ? std::min(*oldest, entry.month) : entry.month;
  }
  return oldest;
}

// Every window that begins by `month`, oldest first. It runs by the calendar, whatever happens in
// it; after its end the months must have been fulfilled again, and months inside it count.
std::vector<EarningsWindow> WindowsUpTo(Month month,
                                        const PersonKey& person,
                                        const History& history,
                                        const EarningsRule& rule) {
  std::vector<EarningsWindow> windows;
  const std::optional<Month> oldest = OldestMonth(history);
  if (!oldest) return windows;
  int run = 0;
  for (Month m = *oldest; m <= month; m = m.PlusMonths(1)) {
    const bool inside = !windows.empty() && m <= windows.back().last;
    if (!inside && run >= rule.months) {
      windows.push_back({.first = m, .last = m.PlusMonths(rule.window_months - 1)});
    }
    run = GrantedTo(person, m, history) ? run + 1 : 0;
  }
  return windows;
}

bool DecidedElsewhere(Month month, const History& history) {
  const HistoryMonth* entry = FindAnyMonth(history, month);
  return entry != nullptr && entry->other_municipality;
}

// Months elsewhere among those that opened the window, and none of its own months decided here by
// a person.
bool RestsOnOthers(const EarningsWindow& window,
                   Month month,
                   const History& history,
                   const EarningsRule& rule) {
  bool elsewhere = false;
  for (int i = 1; i <= rule.months; ++i) {
    elsewhere = elsewhere || DecidedElsewhere(window.first.PlusMonths(-i), history);
  }
  if (!elsewhere) return false;
  for (Month m = window.first; m < month; m = m.PlusMonths(1)) {
    const HistoryMonth* entry = FindMonth(history, m);
    if (entry != nullptr && entry->decided_by == ActorKind::kPerson) return false;
  }
  return true;
}

bool BeginsBeforeHistory(Month month, const PersonKey& person, const History& history) {
  const std::optional<Month> oldest = OldestMonth(history);
  if (!oldest || month - *oldest < kHistoryMonths) return false;
  return GrantedTo(person, *oldest, history) && RunBefore(month, person, history) < month - *oldest;
}

}  // namespace

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
  const HistoryMonth* entry = FindAnyMonth(history, month);
  if (entry == nullptr || !entry->forsorjningsstod) return false;
  if (entry->outcome != Outcome::kBifall && entry->outcome != Outcome::kDelavslag) return false;
  return entry->persons.empty() || FindPerson(entry->persons, person) != nullptr;
}

int RunBefore(Month month, const PersonKey& person, const History& history) {
  int run = 0;
  while (GrantedTo(person, month.PlusMonths(-run - 1), history)) ++run;
  return run;
}

EarningsState EarningsStateAt(Month month,
                              const PersonKey& person,
                              const History& history,
                              const EarningsRule& rule) {
  EarningsState state;
  const std::vector<EarningsWindow> windows = WindowsUpTo(month, person, history, rule);
  state.begins_before_history = BeginsBeforeHistory(month, person, history);
  if (windows.empty()) return state;
  const EarningsWindow& latest = windows.back();
  if (latest.last < month) {
    state.ended = latest.last.PlusMonths(1) == month;
    return state;
  }
  state.window = latest;
  state.starts = latest.first == month;
  state.ends = latest.last == month;
  state.rests_on_other_municipality = RestsOnOthers(latest, month, history, rule);
  return state;
}

bool AidElsewhereCouldMatter(Month month,
                             const PersonKey& person,
                             const History& history,
                             const EarningsRule& rule) {
  // A month that this municipality has decided on was not another's; every other one may have been.
  int run = 0;
  for (Month m = month.PlusMonths(-(rule.months + rule.window_months - 1)); m < month;
       m = m.PlusMonths(1)) {
    const bool possible = FindMonth(history, m) == nullptr || GrantedTo(person, m, history);
    run = possible ? run + 1 : 0;
    if (run >= rule.months) return true;
  }
  return false;
}

std::optional<EarningsWindow> WindowAt(Month month,
                                       const PersonKey& person,
                                       const History& history,
                                       const EarningsRule& rule) {
  return EarningsStateAt(month, person, history, rule).window;
}

}  // namespace dm::assessment
