#include "tests/oracle/oracle.h"

#include <algorithm>
#include <map>

namespace dm::oracle {

namespace {

constexpr std::int64_t kKrona = 100;

// Rule 13: what is locked is not counted, what a person has accepted to the month's end is left
// alone; any other asset is for a person, and then there is no result yet. Of money in accounts it
// is what is left once the month's income that stands there is taken off.
void WeighAssets(const CaseInput& input, std::vector<std::string>* open) {
  std::map<AssetType, int> left;
  if (input.frame) {
    for (const AcceptedAsset& accepted : input.frame->accepted_assets) {
      if (accepted.until && *accepted.until < input.application.month.last_day()) continue;
      left[accepted.type] += std::max(1, accepted.count);
    }
  }
  std::int64_t bank = -PaidBy(input, SwedishDate(input.application.received_at));
  for (const Asset& asset : input.application.assets) {
    if (asset.type == AssetType::kBank && !asset.locked) bank += asset.value.ore();
  }
  for (const Asset& asset : input.application.assets) {
    if (asset.locked || asset.value.is_zero()) continue;
    if (asset.type == AssetType::kBank && bank <= 0) continue;
    if (left[asset.type]-- > 0) continue;
    open->push_back("an asset that a person weighs");
  }
}

}  // namespace

Result Compute(const CaseInput& input) {
  Result result;
  const NormResult norm = NormOfHousehold(input, &result.open);
  const CostResult costs = CostsOfHousehold(input, &result.open);
  result.norm = norm.sum;
  result.costs = costs.costs;
  result.extra = costs.extra;
  result.incomes = IncomesOfHousehold(input, norm, costs, &result.open);
  WeighAssets(input, &result.open);
  // r = incomes − norm − costs − other living costs.
  result.result = Difference(result.incomes, Whole(result.norm + result.costs + result.extra));
  if (!result.determined()) return result;
  if (!Less(result.result, Whole(0))) {
    result.outcome = Outcome::kAvslag;
    return result;
  }
  result.outcome = costs.all_approved ? Outcome::kBifall : Outcome::kDelavslag;
  result.grant = HalfUp({-result.result.over, result.result.under}, kKrona);
  return result;
}

}  // namespace dm::oracle
