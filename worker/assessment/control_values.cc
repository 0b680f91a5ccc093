#include "worker/assessment/control_values.h"

#include <algorithm>
#include <set>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

// Barnbidrag ends with the quarter in which the child turns 16: in that year either may be right.
constexpr int kChildBenefitAge = 16;

struct Sum {
  Money net;
  int payments = 0;
  std::vector<std::string> refs;
};

Sum SumOf(std::string_view kind, const std::vector<KindTotal>& shown) {
  Sum sum;
  for (const KindTotal& total : shown) {
    if (total.kind != kind) continue;
    sum.net += total.net;
    sum.payments += total.payments;
    sum.refs.insert(sum.refs.end(), total.refs.begin(), total.refs.end());
  }
  return sum;
}

std::optional<Money> RowMoney(std::string_view id, const Keys& keys, PolicyReader* policy) {
  const auto value = policy->FindRow(id, keys);
  const auto* ore = value ? std::get_if<std::int64_t>(&value->value) : nullptr;
  return ore == nullptr ? std::nullopt : std::optional<Money>(Money::FromOre(*ore));
}

// Barnbidrag for some of the children and flerbarnstillägg for at least as many; parents who share
// the custody may each be paid half.
std::set<Money> PossibleChildBenefit(const std::vector<int>& ages, PolicyReader* policy) {
  std::set<Money> possible;
  const auto per_child = policy->Find(parameter::kControlChildBenefit);
  const auto* ore = per_child ? std::get_if<std::int64_t>(&per_child->value) : nullptr;
  if (ore == nullptr) return possible;
  const auto young =
      std::count_if(ages.begin(), ages.end(), [](int age) { return age <= kChildBenefitAge; });
  for (std::int64_t paid = 1; paid <= young; ++paid) {
    for (std::int64_t counted = paid; counted <= static_cast<std::int64_t>(ages.size());
         ++counted) {
      const auto extra = RowMoney(parameter::kControlMultiChild, {{"children", counted}}, policy);
      if (!extra) return {};
      const std::int64_t sum = *ore * paid + extra->ore();
      possible.insert(Money::FromOre(sum));
      possible.insert(Money::FromOre(sum / 2));
    }
  }
  return possible;
}

void Note(const char* kind, const Sum& sum, Context* context) {
  context->notes.Observe("INCOME.CONTROL_VALUE",
                         {{"kind", context->policy.Label(kind)}, {"amount", sum.net}},
                         std::nullopt,
                         sum.refs);
}

void CheckChildBenefit(const std::vector<int>& ages,
                       const std::vector<KindTotal>& shown,
                       Context* context) {
  const Sum sum = SumOf("barnbidrag", shown);
  if (sum.payments == 0) return;
  const std::set<Money> possible = PossibleChildBenefit(ages, &context->policy);
  if (!possible.empty() && !possible.contains(sum.net)) Note("barnbidrag", sum, context);
}

// Less than the full amount is common; more than the full amount for every child is odd.
void CheckMaintenance(const std::vector<int>& ages,
                      const std::vector<KindTotal>& shown,
                      Context* context) {
  const Sum sum = SumOf("underhallsstod", shown);
  if (sum.payments == 0) return;
  Money most;
  for (const int age : ages) {
    const auto full =
        RowMoney(parameter::kControlMaintenance, {{"age", std::int64_t{age}}}, &context->policy);
    if (!full) return;
    most += *full;
  }
  if (sum.net > most) Note("underhallsstod", sum, context);
}

}  // namespace

void CheckControlValues(const std::vector<KindTotal>& shown, Context* context) {
  if (!context->household) return;
  std::vector<int> ages;
  for (const Member& member : context->household->members) {
    if (!member.adult()) ages.push_back(member.age);
  }
  if (ages.empty()) return;
  CheckChildBenefit(ages, shown, context);
  CheckMaintenance(ages, shown, context);
}

}  // namespace dm::assessment
