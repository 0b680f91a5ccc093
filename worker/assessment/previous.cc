#include "worker/assessment/previous.h"

#include <algorithm>
#include <map>
#include <vector>

#include "worker/assessment/caps.h"
#include "worker/assessment/earnings.h"
#include "worker/assessment/income_kinds.h"
#include "worker/assessment/norm.h"
#include "worker/assessment/norm_adjustments.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/rounding.h"

namespace dm::assessment {

namespace {

class Recomputation {
 public:
  Recomputation(const HistoryMonth& before, const Household& household, Context* context)
      : before_(before), household_(household), context_(context) {}

  Rational Need(const Norm& norm) {
    Rational need(norm.sum);
    for (const ApprovedCost& cost : before_.costs) need = need + Rational(CostUnderToday(cost));
    for (const CountedIncome& income : before_.incomes) need = need - IncomeUnderToday(income);
    return need;
  }

 private:
  PolicyReader* policy() { return &context_->policy; }

  // A housing cost that a human accepted above the level then is accepted now.
  bool GraceRan() const {
    return context_->frame() && context_->frame()->housing.cap_grace_until &&
           *context_->frame()->housing.cap_grace_until >= before_.month.last_day();
  }

  // What was applied for and proven, held to today's level; where the history does not say, what
  // was approved.
  Money CostUnderToday(const ApprovedCost& cost) {
    if (cost.type == CostType::kOtherLivingCost || !cost.applied || !cost.proven) {
      return cost.approved;
    }
    const Money supported = std::min(*cost.applied, *cost.proven);
    if (cost.type == CostType::kBoende && GraceRan()) return supported;
    const auto cap = CapFor(cost.type, household_, before_.rooms, policy());
    // No level for its kind, or none that is set: what a human approved then.
    if (!cap) return cost.approved;
    const int months = MonthsOf(cost.period);
    Money& used = used_[cost.type];
    const Money left = std::max(Money(), Money::FromOre(cap->money().ore() * months) - used);
    const Money counted = std::min(supported, left);
    used += counted;
    return counted;
  }

  static int MonthsOf(const Period& period) {
    if (!period.from || !period.to) return 1;
    return std::clamp(Month::Of(*period.to) - Month::Of(*period.from) + 1, 1, 12);
  }

  // What was paid out, under today's share of jobbstimulans; all else as it was counted.
  Rational IncomeUnderToday(const CountedIncome& income) {
    if (!income.net || !KindOf(income.kind, policy()).employment) return income.counted;
    const Person* person = FindPerson(before_.persons, income.person);
    if (person == nullptr || !IsAdultInCase(person->role)) return income.counted;
    const auto rule = ReadEarningsRule(policy());
    const auto share = policy()->NeedNumber(parameter::kEarningsShare);
    if (!rule || !share || *share < 0 || *share > 100) return income.counted;
    if (!WindowAt(before_.month, income.person, context_->input.history, *rule)) {
      return *income.net;
    }
    return Rational(*income.net).Times(100 - *share, 100);
  }

  const HistoryMonth& before_;
  const Household& household_;
  Context* context_;
  std::map<CostType, Money> used_;
};

}  // namespace

std::optional<Money> RecomputePrevious(Context* context) {
  const HistoryMonth* before = FindMonth(context->input.history, context->month().PlusMonths(-1));
  if (before == nullptr || before->persons.empty()) return std::nullopt;
  std::vector<std::string> unknown;
  // Ages as they were then; amounts as they are now.
  auto household = MakeHousehold({.persons = before->persons,
                                  .persons_in_home = before->persons_in_home,
                                  .month = before->month},
                                 &context->policy,
                                 &unknown);
  if (!household) return std::nullopt;
  // A higher or lower norm that held then too.
  if (context->frame()) {
    ApplyAdjustments(*context->frame(),
                     before->month,
                     context->input.assessed_at,
                     &context->policy,
                     &*household);
  }
  const Norm norm = ComputeNorm(*household, &context->policy);
  const auto unit = GrantUnit(&context->policy);
  if (!norm.complete || !unit) return std::nullopt;
  const Rational need = Recomputation(*before, *household, context).Need(norm);
  return std::max(Money(), RoundHalfUp(need, *unit));
}

}  // namespace dm::assessment
