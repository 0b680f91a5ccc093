#include <string_view>

#include "worker/intake/check_application.h"
#include "worker/intake/complain.h"
#include "worker/intake/limits.h"

namespace dm::intake {
namespace {

// A proven cost above what is applied for is no contradiction: the lower of the two counts.
Status CheckCost(const Cost& cost, Month month, std::size_t i) {
  const auto at = [&](std::string_view field) { return At("application.costs", i, field); };
  DM_RETURN_IF_ERROR(CheckMoney(cost.applied, kCostMax, at("applied")));
  if (cost.proven) DM_RETURN_IF_ERROR(CheckMoney(*cost.proven, kCostMax, at("proven")));
  DM_RETURN_IF_ERROR(CheckPeriod(cost.period, month, at("period")));
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
  DM_RETURN_IF_ERROR(CheckDate(income.pay_date, application.month, at("pay_date")));
  return CheckPeriod(income.period, application.month, at("period"));
}

Status CheckAsset(const Application& application, std::size_t i) {
  const Asset& asset = application.assets[i];
  DM_RETURN_IF_ERROR(
      CheckPersonKnown(application.persons, asset.person, At("application.assets", i, "person")));
  return CheckMoney(asset.value, kAssetMax, At("application.assets", i, "value"));
}

}  // namespace

Status CheckEconomy(const Application& application) {
  DM_RETURN_IF_ERROR(CheckCount(application.costs.size(), kCostsMax, "application.costs"));
  for (std::size_t i = 0; i < application.costs.size(); ++i)
    DM_RETURN_IF_ERROR(CheckCost(application.costs[i], application.month, i));
  DM_RETURN_IF_ERROR(CheckCount(application.incomes.size(), kIncomesMax, "application.incomes"));
  for (std::size_t i = 0; i < application.incomes.size(); ++i)
    DM_RETURN_IF_ERROR(CheckIncome(application, i));
  DM_RETURN_IF_ERROR(CheckCount(application.assets.size(), kAssetsMax, "application.assets"));
  for (std::size_t i = 0; i < application.assets.size(); ++i)
    DM_RETURN_IF_ERROR(CheckAsset(application, i));
  return OkStatus();
}

}  // namespace dm::intake
