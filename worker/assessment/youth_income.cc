#include "worker/assessment/youth_income.h"

#include <algorithm>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

Money Above(Money sum, Money limit) {
  return std::max(Money(), sum - limit);
}

}  // namespace

YouthYear YouthYearOf(const PersonKey& person,
                      Month income_month,
                      const std::vector<YouthWork>& work) {
  YouthYear year;
  year.first = income_month.PlusMonths(1 - income_month.month());
  year.last = income_month;
  for (Month month = year.first; month <= income_month; month = month.PlusMonths(1)) {
    bool stated = false;
    for (const YouthWork& entry : work) {
      if (entry.person != person || entry.month != month) continue;
      stated = true;
      year.through += entry.gross;
      if (month < income_month) year.before += entry.gross;
    }
    if (!stated) year.missing.push_back(month);
  }
  return year;
}

std::optional<YouthRule> ReadYouthRule(Month income_month, PolicyReader* policy) {
  // The year's own prisbasbelopp: in January the income month lies in the year before.
  const std::optional<Money> base = policy->NeedMoneyOn(parameter::kPbb, income_month.first_day());
  const auto times = policy->NeedNumber(parameter::kYouthIncomeFree);
  const auto margin = policy->NeedNumber(parameter::kYouthMargin);
  if (!base || !times || !margin || *times < 0 || *times > 10) return std::nullopt;
  return YouthRule{.limit = Money::FromOre(base->ore() * *times),
                   .margin_percent = static_cast<int>(*margin)};
}

YouthExcess ExcessOf(const YouthYear& year, const YouthRule& rule) {
  YouthExcess excess;
  excess.before = Above(year.before, rule.limit);
  excess.through = Above(year.through, rule.limit);
  excess.counted = excess.through - excess.before;
  const std::int64_t distance = Abs(year.through - rule.limit).ore();
  excess.near = distance * 100 <= rule.limit.ore() * rule.margin_percent;
  return excess;
}

}  // namespace dm::assessment
