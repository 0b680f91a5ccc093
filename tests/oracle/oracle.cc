#include "tests/oracle/oracle.h"

#include <algorithm>
#include <map>

#include "tests/oracle/money_of_month.h"

namespace dm::oracle {

namespace {

const Person* Who(const CaseInput& input, const PersonKey& key) {
  for (const Person& person : input.application.persons) {
    if (person.key == key) return &person;
  }
  return nullptr;
}

// Money in the adults' accounts, once the month's income that stands there is taken off: what had
// been paid by the day of the balance that is the oldest.
std::int64_t BankLeft(const CaseInput& input, const Choices& choices) {
  std::int64_t bank = -choices.bank_free;
  std::optional<Date> oldest;
  const Date applied = SwedishDate(input.application.received_at);
  for (const Asset& asset : input.application.assets) {
    if (asset.type != AssetType::kBank || asset.locked) continue;
    const Person* owner = Who(input, asset.person);
    if (owner != nullptr && IsYoung(*owner)) continue;
    bank += asset.value.ore();
    const Date day = asset.as_of.value_or(applied);
    oldest = oldest ? std::min(*oldest, day) : day;
  }
  if (!oldest) return 0;
  std::vector<std::string> ignored;
  for (const Paid& paid : MoneyOfMonth(input, choices, &ignored)) {
    if (IsZeroKind(paid.kind, choices, paid.amount) || paid.day > *oldest) continue;
    const bool work_of_child = IsWork(paid.kind) && [&] {
      for (const Person& person : input.application.persons) {
        if (person.key.value() == paid.person) return IsYoung(person);
      }
      return false;
    }();
    if (!work_of_child) bank -= paid.amount;
  }
  return bank;
}

// Rule 13: what is locked is not counted (no deed locks a vehicle), nor an empty account; what a
// person has accepted to the month's end is left alone. Any other asset, also one without a value,
// is for a person, and then there is no result yet. Rule 12: so are a child's savings.
void WeighAssets(const CaseInput& input, const Choices& choices, std::vector<std::string>* open) {
  std::map<AssetType, int> left;
  if (input.frame) {
    for (const AcceptedAsset& accepted : input.frame->accepted_assets) {
      if (accepted.until && *accepted.until < input.application.month.last_day()) continue;
      left[accepted.type] += std::max(1, accepted.count);
    }
  }
  std::map<PersonKey, std::int64_t> savings;
  const std::int64_t bank = BankLeft(input, choices);
  for (const Asset& asset : input.application.assets) {
    const Person* owner = Who(input, asset.person);
    if (owner != nullptr && IsYoung(*owner)) {
      if (!asset.locked) savings[asset.person] += asset.value.ore();
      continue;
    }
    if (asset.locked && asset.type != AssetType::kVehicle) continue;
    if (asset.type == AssetType::kBank && asset.value.is_zero()) continue;
    if (asset.type == AssetType::kBank && bank <= 0) continue;
    if (left[asset.type]-- > 0) continue;
    open->push_back("an asset that a person weighs");
  }
  for (const auto& [child, sum] : savings) {
    if (sum > choices.child_savings_free) open->push_back("savings of a child");
  }
}

}  // namespace

Result Compute(const CaseInput& input, const Choices& choices) {
  Result result;
  NormResult norm = NormOfHousehold(input, choices, &result.open);
  CostResult costs = CostsOfHousehold(input, choices, &result.open);
  IncomeResult incomes = IncomesOfHousehold(input, choices, norm, costs, &result.open);
  result.norm_known = norm.known;
  result.norm = norm.sum;
  result.costs = costs.costs;
  result.extra = costs.extra;
  result.incomes = incomes.sum;
  result.norm_lines = std::move(norm.lines);
  result.cost_lines = std::move(costs.lines);
  result.income_lines = std::move(incomes.lines);
  WeighAssets(input, choices, &result.open);
  // r = incomes − norm − costs − other living costs.
  result.result = Difference(result.incomes, Whole(result.norm + result.costs + result.extra));
  if (!result.determined()) return result;
  if (!Less(result.result, Whole(0))) {
    result.outcome = Outcome::kAvslag;
    return result;
  }
  // To count an earlier surplus lowers the aid below what was applied for (rule 14).
  const bool in_full = costs.all_approved && !incomes.surplus_carried;
  result.outcome = in_full ? Outcome::kBifall : Outcome::kDelavslag;
  result.grant = HalfUp({-result.result.over, result.result.under}, choices.grant_unit);
  return result;
}

}  // namespace dm::oracle
