#include <set>
#include <string_view>
#include <utility>

#include "worker/intake/check_application.h"
#include "worker/intake/complain.h"
#include "worker/intake/limits.h"

namespace dm::intake {
namespace {

// A proven cost above what is applied for is no contradiction: the lower of the two counts.
Status CheckCost(const Application& application, std::size_t i) {
  const Cost& cost = application.costs[i];
  const Month month = application.month;
  const auto at = [&](std::string_view field) { return At("application.costs", i, field); };
  DM_RETURN_IF_ERROR(CheckMoney(cost.applied, kCostMax, at("applied")));
  if (cost.proven) DM_RETURN_IF_ERROR(CheckMoney(*cost.proven, kCostMax, at("proven")));
  DM_RETURN_IF_ERROR(CheckPeriod(cost.period, month, at("period")));
  if (cost.person)
    DM_RETURN_IF_ERROR(CheckPersonKnown(application.persons, *cost.person, at("person")));
  if (cost.year_spent) DM_RETURN_IF_ERROR(CheckMoney(*cost.year_spent, kCostMax, at("year_spent")));
  if (cost.type == CostType::kOtherLivingCost) return CheckCode(cost.other_code, at("other_code"));
  if (!cost.other_code.empty())
    return Contradiction(
        at("other_code"), "belongs to other living costs only", "leave it out or change the type");
  return OkStatus();
}

Status CheckIncome(const Application& application, std::size_t i) {
  const DeclaredIncome& income = application.incomes[i];
  const auto at = [&](std::string_view field) { return At("application.incomes", i, field); };
  DM_RETURN_IF_ERROR(CheckPersonKnown(application.persons, income.person, at("person")));
  DM_RETURN_IF_ERROR(CheckCode(income.kind, at("kind")));
  if (income.gross) DM_RETURN_IF_ERROR(CheckMoney(*income.gross, kIncomeMax, at("gross")));
  DM_RETURN_IF_ERROR(CheckMoney(income.net, kIncomeMax, at("net")));
  if (income.attached) DM_RETURN_IF_ERROR(CheckMoney(*income.attached, kIncomeMax, at("attached")));
  DM_RETURN_IF_ERROR(CheckDate(income.pay_date, application.month, at("pay_date")));
  return CheckPeriod(income.period, application.month, at("period"));
}

Status CheckAsset(const Application& application, std::size_t i) {
  const Asset& asset = application.assets[i];
  DM_RETURN_IF_ERROR(
      CheckPersonKnown(application.persons, asset.person, At("application.assets", i, "person")));
  DM_RETURN_IF_ERROR(
      CheckDate(asset.as_of, application.month, At("application.assets", i, "as_of")));
  return CheckMoney(asset.value, kAssetMax, At("application.assets", i, "value"));
}

// One entry a person and month, of a child or school youth: two would be counted twice.
Status CheckYouthWork(const Application& application) {
  constexpr char kYouthWork[] = "application.youth_work";
  DM_RETURN_IF_ERROR(CheckCount(application.youth_work.size(), kYouthWorkMax, kYouthWork));
  std::set<std::pair<PersonKey, Month>> seen;
  for (std::size_t i = 0; i < application.youth_work.size(); ++i) {
    const YouthWork& work = application.youth_work[i];
    const auto at = [&](std::string_view field) { return At(kYouthWork, i, field); };
    DM_RETURN_IF_ERROR(CheckPersonKnown(application.persons, work.person, at("person")));
    const PersonRole role = FindPerson(application.persons, work.person)->role;
    if (role != PersonRole::kChild && role != PersonRole::kSchoolYouth)
      return Contradiction(
          at("person"), "a child or a school youth", "send the wage of an adult as an income");
    if (work.month >= application.month || work.month.PlusMonths(24) < application.month)
      return OutOfRange(at("month"),
                        "at most 24 months before the month applied for",
                        "send the months of the calendar year up to the income month");
    DM_RETURN_IF_ERROR(CheckMoney(work.gross, kIncomeMax, at("gross")));
    if (!seen.insert({work.person, work.month}).second)
      return Contradiction(at("month"), "a month stands once for a person", "send its sum");
  }
  return OkStatus();
}

}  // namespace

Status CheckEconomy(const Application& application) {
  DM_RETURN_IF_ERROR(CheckCount(application.costs.size(), kCostsMax, "application.costs"));
  for (std::size_t i = 0; i < application.costs.size(); ++i)
    DM_RETURN_IF_ERROR(CheckCost(application, i));
  DM_RETURN_IF_ERROR(CheckCount(application.incomes.size(), kIncomesMax, "application.incomes"));
  for (std::size_t i = 0; i < application.incomes.size(); ++i)
    DM_RETURN_IF_ERROR(CheckIncome(application, i));
  DM_RETURN_IF_ERROR(CheckCount(application.assets.size(), kAssetsMax, "application.assets"));
  for (std::size_t i = 0; i < application.assets.size(); ++i)
    DM_RETURN_IF_ERROR(CheckAsset(application, i));
  return CheckYouthWork(application);
}

}  // namespace dm::intake
