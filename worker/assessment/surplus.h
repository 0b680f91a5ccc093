// Surplus of an earlier month (normöverskott): the worker carries one only when the last decision
// stated it as an amount, the month follows directly and the applicant has not explained what
// became of the money (rules.md 14). Everything else is for a human.
#pragma once

#include <optional>

#include "worker/case/application.h"
#include "worker/case/history.h"
#include "worker/core/money.h"

namespace dm::assessment {

enum class SurplusCase {
  kNone,       // nothing to carry, or the policy carries none
  kCarried,    // `amount` counts as income this month: the grant is in part a refusal
  kNotStated,  // refused last month for its incomes, but no amount was stated
  kExplained,  // the applicant has said what became of the money
  kNotAsked,   // whether the applicant has explained is not known
  kTooLong,    // carried for more months than the policy lets it be
};

struct Surplus {
  SurplusCase what = SurplusCase::kNone;
  Money amount;
};

// `carry_months` is surplus.carry_months; 0 carries nothing.
Surplus SurplusBefore(
    Month month, const History& history, ApplicationKind kind, Answer explained, int carry_months);

}  // namespace dm::assessment
