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
};

struct EarningsRule {
  int months = 0;         // in a row with aid before the window
  int window_months = 0;  // calendar months it lasts
};

// Nothing when the parameters are missing.
std::optional<EarningsRule> ReadEarningsRule(PolicyReader* policy);

// The window that `month` lies in for `person`, from the municipality's own history. Nothing when
// it lies in none.
std::optional<EarningsWindow> WindowAt(Month month,
                                       const PersonKey& person,
                                       const History& history,
                                       const EarningsRule& rule);

// True when `person` was granted försörjningsstöd for `month`. A month without persons counts for
// every adult of the household.
bool GrantedTo(const PersonKey& person, Month month, const History& history);

// Months in a row with granted försörjningsstöd for `person`, the last of them `month` − 1.
int RunBefore(Month month, const PersonKey& person, const History& history);

}  // namespace dm::assessment
