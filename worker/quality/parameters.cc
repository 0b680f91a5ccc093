#include "worker/quality/parameters.h"

#include <string>
#include <variant>

#include "worker/decision/decide.h"

namespace dm::quality {

std::optional<std::int64_t> NumberOn(const PolicySet& policy, std::string_view id, Date on) {
  const StatusOr<ParameterValue> value = policy.Get(id, on);
  if (!value.ok()) return std::nullopt;
  const auto* const number = std::get_if<std::int64_t>(&value->value);
  return number == nullptr ? std::nullopt : std::optional<std::int64_t>(*number);
}

std::optional<Money> MoneyOn(const PolicySet& policy, std::string_view id, Date on) {
  const StatusOr<ParameterValue> value = policy.Get(id, on);
  if (!value.ok()) return std::nullopt;
  const auto* const ore = std::get_if<std::int64_t>(&value->value);
  return ore == nullptr ? std::nullopt : std::optional<Money>(Money::FromOre(*ore));
}

std::optional<std::int64_t> TypfallNumberOn(const PolicySet& policy,
                                            std::string_view id,
                                            const std::string& typfall,
                                            Date on) {
  const StatusOr<ParameterValue> value = policy.Lookup(id, {{"typfall", typfall}}, on);
  if (!value.ok()) return std::nullopt;
  const auto* const number = std::get_if<std::int64_t>(&value->value);
  return number == nullptr ? std::nullopt : std::optional<std::int64_t>(*number);
}

std::optional<bool> TypfallFlagOn(const PolicySet& policy,
                                  std::string_view id,
                                  const std::string& typfall,
                                  Date on) {
  const StatusOr<ParameterValue> value = policy.Lookup(id, {{"typfall", typfall}}, on);
  if (!value.ok()) return std::nullopt;
  const auto* const flag = std::get_if<bool>(&value->value);
  return flag == nullptr ? std::nullopt : std::optional<bool>(*flag);
}

std::optional<SamplePlan> PlanFor(const PolicySet& policy,
                                  const Control& control,
                                  Month month,
                                  int expected) {
  const Date on = month.first_day();
  const auto pct = NumberOn(policy, parameter::kSamplePct, on);
  const auto minimum = NumberOn(policy, parameter::kSampleMin, on);
  const auto pre = NumberOn(policy, parameter::kSamplePreShare, on);
  if (!pct || !minimum || !pre) return std::nullopt;
  SamplePlan plan;
  plan.pct = static_cast<int>(*pct);
  plan.minimum = static_cast<int>(*minimum);
  plan.pre_share_pct = static_cast<int>(*pre);
  plan.expected = expected;
  plan.new_pct = static_cast<int>(NumberOn(policy, parameter::kSampleNewPct, on).value_or(0));
  const auto months = NumberOn(policy, parameter::kSampleNewMonths, on).value_or(0);
  for (const TypfallPolicy& typfall : policy.typfall()) {
    const auto factor = TypfallNumberOn(policy, parameter::kSampleFactor, typfall.code, on);
    if (factor && *factor > 1) plan.factors[typfall.code] = static_cast<int>(*factor);
    const auto raised = control.modes.find(typfall.code);
    if (raised == control.modes.end() || raised->second.mode < Mode::kPropose) continue;
    // In the month of the raise the month after it is applied for: that one is the first.
    const Month since = Month::Of(SwedishDate(raised->second.set_at));
    if (month >= since && month - since <= months) plan.fresh.push_back(typfall.code);
  }
  return plan;
}

}  // namespace dm::quality
