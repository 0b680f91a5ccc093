#include "worker/assessment/previous.h"

#include <algorithm>
#include <map>
#include <vector>

#include "worker/assessment/caps.h"
#include "worker/assessment/costs.h"
#include "worker/assessment/earnings.h"
#include "worker/assessment/income_kinds.h"
#include "worker/assessment/norm.h"
#include "worker/assessment/norm_adjustments.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/rounding.h"
#include "worker/assessment/rulebook.h"

namespace dm::assessment {

namespace {

class Recomputation {
 public:
  Recomputation(const HistoryMonth& before, const Household& household, Context* context)
      : before_(before), household_(household), context_(context) {}

  // `rows`, where it is asked for, gets each line as it was and as it is now.
  Rational Need(Money norm, std::vector<PreviousRow>* rows) {
    Rational need(norm);
    for (const ApprovedCost& cost : before_.costs) {
      const Rational now(CostUnderToday(cost));
      need = need + now;
      if (rows != nullptr) rows->push_back(RowOf(cost, now));
    }
    for (const CountedIncome& income : before_.incomes) {
      const Rational now = IncomeUnderToday(income);
      need = need - now;
      if (rows != nullptr) rows->push_back(RowOf(income, now));
    }
    return need;
  }

 private:
  PolicyReader* policy() { return &context_->policy; }

  PreviousRow RowOf(const ApprovedCost& cost, Rational now) {
    const bool other = cost.type == CostType::kOtherLivingCost;
    const std::string code = other ? "extra." + cost.other_code : std::string(CostCode(cost.type));
    return {.code = code,
            .person = std::nullopt,
            .label = policy()->Text(code),
            .decided = cost.approved,
            .now = now};
  }

  PreviousRow RowOf(const CountedIncome& income, Rational now) {
    return {.code = "income." + income.kind,
            .person = income.person,
            .label = policy()->Text(income.kind),
            .decided = -income.counted,
            .now = Rational(Money()) - now};
  }

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
    const int months = MonthsOf(cost.type, cost.period);
    Money& used = used_[cost.type];
    const Money left = std::max(Money(), Money::FromOre(cap->money().ore() * months) - used);
    const Money counted = std::min(supported, left);
    used += counted;
    return counted;
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

std::optional<Money> Recompute(Context* context, std::vector<PreviousRow>* rows) {
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
                     context->input.assessed_on,
                     &context->policy,
                     &*household);
  }
  const std::optional<Money> norm = NormSum(*household, &context->policy);
  const auto unit = GrantUnit(&context->policy);
  if (!norm || !unit) return std::nullopt;
  if (rows != nullptr) {
    for (const CalculationRow& row : ComputeNorm(*household, &context->policy).rows) {
      rows->push_back({.code = row.code,
                       .person = row.person,
                       .label = row.label,
                       .decided = std::nullopt,
                       .now = Rational(row.amount)});
    }
  }
  const Rational need = Recomputation(*before, *household, context).Need(*norm, rows);
  return std::max(Money(), RoundHalfUp(need, *unit));
}

}  // namespace

std::optional<Money> RecomputePrevious(Context* context) {
  return Recompute(context, nullptr);
}

std::optional<PreviousMonth> ExplainPrevious(const CaseInput& input, const PolicySet& policy) {
  Rulebook book(policy);
  Context context(input, &book);
  PreviousMonth month;
  const std::optional<Money> recomputed = Recompute(&context, &month.rows);
  const HistoryMonth* before = FindMonth(input.history, context.month().PlusMonths(-1));
  if (!recomputed || before == nullptr) return std::nullopt;
  month.month = before->month;
  month.granted = before->granted;
  month.recomputed = *recomputed;
  return month;
}

}  // namespace dm::assessment
