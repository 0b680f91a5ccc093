// Jobbstimulans (SoL 12:8): a share of income from employment is disregarded for 24 calendar months
// after six months in a row with försörjningsstöd. The state is each person's own (rules.md 11).
#pragma once

#include <optional>

#include "worker/assessment/policy_reader.h"
#include "worker/case/history.h"
#include "worker/core/date.h"

namespace dm::assessment {

struct EarningsWindow {
  Month first;  // the window's first and last month, both within it
  Month last;

  friend bool operator==(const EarningsWindow&, const EarningsWindow&) = default;
};

struct EarningsRule {
  int months = 0;         // in a row with aid before the window
  int window_months = 0;  // calendar months it lasts
};

// Nothing when the parameters are missing.
std::optional<EarningsRule> ReadEarningsRule(PolicyReader* policy);

// What the history says of one person's jobbstimulans in a month.
struct EarningsState {
  std::optional<EarningsWindow> window;  // that the month lies in
  bool starts = false;                   // its first month
  bool ends = false;                     // its last month
  bool ended = false;                    // the month follows directly on a window
  // Months of another municipality were needed to reach it, and nobody here has decided a month of
  // it yet.
  bool rests_on_other_municipality = false;
  // The history begins in the middle of a run that was broken later: an earlier window that nobody
  // here knows of could move this one.
  bool begins_before_history = false;
};

EarningsState EarningsStateAt(Month month,
                              const PersonKey& person,
                              const History& history,
                              const EarningsRule& rule);

// True when months with aid elsewhere, which the history does not hold, could put the month in a
// window: asked of the applicant before it is taken that there is none.
bool AidElsewhereCouldMatter(Month month,
                             const PersonKey& person,
                             const History& history,
                             const EarningsRule& rule);

// The window that `month` lies in for `person`. Nothing when it lies in none.
std::optional<EarningsWindow> WindowAt(Month month,
                                       const PersonKey& person,
                                       const History& history,
                                       const EarningsRule& rule);

// True when `person` was granted försörjningsstöd for `month`, here or in another municipality. A
// month without persons counts for every adult of the household; in a joint case for both.
bool GrantedTo(const PersonKey& person, Month month, const History& history);

// Months in a row with granted försörjningsstöd for `person`, the last of them `month` − 1.
int RunBefore(Month month, const PersonKey& person, const History& history);

}  // namespace dm::assessment
