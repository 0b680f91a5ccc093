#include "worker/assessment/previous.h"

#include <algorithm>
#include <vector>

#include "worker/assessment/norm.h"
#include "worker/assessment/rounding.h"

namespace dm::assessment {

std::optional<Money> RecomputePrevious(Context* context) {
  const HistoryMonth* before = FindMonth(context->input.history, context->month().PlusMonths(-1));
  if (before == nullptr || before->persons.empty()) return std::nullopt;
  std::vector<std::string> unknown;
  // Ages as they were then; amounts as they are now.
  const auto household = MakeHousehold({.persons = before->persons,
                                        .persons_in_home = before->persons_in_home,
                                        .month = before->month},
                                       &context->policy,
                                       &unknown);
  if (!household) return std::nullopt;
  const Norm norm = ComputeNorm(*household, &context->policy);
  const auto unit = GrantUnit(&context->policy);
  if (!norm.complete || !unit) return std::nullopt;
  Money need = norm.sum;
  for (const ApprovedCost& cost : before->costs) need += cost.approved;
  for (const CountedIncome& income : before->incomes) need -= income.counted;
  return RoundHalfUp(std::max(Money(), need), *unit);
}

}  // namespace dm::assessment
