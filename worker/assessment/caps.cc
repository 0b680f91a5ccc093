#include "worker/assessment/caps.h"

#include <algorithm>
#include <array>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

const char* CapId(CostType type) {
  switch (type) {
    case CostType::kBoende:
      return parameter::kCapHousing;
    case CostType::kHushallsel:
      return parameter::kCapElectricity;
    case CostType::kHemforsakring:
      return parameter::kCapInsurance;
    case CostType::kArbetsresor:
      return parameter::kCapTravel;
    case CostType::kFackforening:
    case CostType::kArbetsloshetskassa:
    case CostType::kOtherLivingCost:
      return nullptr;
  }
  return nullptr;
}

// What a level may depend on (rules.md 8.1): adults, children, the oldest adult's age, rooms.
std::array<NumberKey, 5> KeysOf(const Household& household, int rooms) {
  int oldest = 0;
  for (const Member& member : household.members) {
    if (member.adult()) oldest = std::max(oldest, member.age);
  }
  return {{{"adults", household.adults},
           {"children", household.children},
           {"persons", household.n_case},
           {"oldest_adult_age", oldest},
           {"rooms", rooms}}};
}

bool IsMoney(const ParameterValue& value) {
  return std::holds_alternative<std::int64_t>(value.value);
}

}  // namespace

const ParameterValue* CapFor(CostType type,
                             const Household& household,
                             int rooms,
                             PolicyReader* policy) {
  const char* id = CapId(type);
  if (id == nullptr) return nullptr;
  const ParameterValue* cap = policy->Find(id);
  if (cap == nullptr) cap = policy->FindRow(id, KeysOf(household, rooms));
  return cap != nullptr && IsMoney(*cap) ? cap : nullptr;
}

const ParameterValue* CapFor(CostType type, Context* context) {
  if (!context->household) return nullptr;
  return CapFor(type, *context->household, context->application().home.rooms, &context->policy);
}

int MonthsOf(CostType type, const Period& period) {
  constexpr int kMonthsMax = 12;
  if (type != CostType::kHushallsel || !period.from || !period.to) return 1;
  int months = 1;
  while (months < kMonthsMax && AddMonths(*period.from, months + 1) <= period.to->PlusDays(1))
    ++months;
  return months;
}

ExtraType ExtraTypeOf(std::string_view code, PolicyReader* policy) {
  ExtraType result;
  Facts facts;
  facts.Set("cost.other_code", code);
  const TableResult* table = policy->Evaluate(parameter::kCostTypes, facts);
  if (table == nullptr || table->hits.empty() || table->otherwise) return result;
  const TableHit& hit = table->hits.front();
  if (const auto found = hit.outputs.find("automatic"); found != hit.outputs.end()) {
    const auto* flag = std::get_if<bool>(&found->second);
    result.automatic = flag != nullptr && *flag;
  }
  if (const auto found = hit.outputs.find("trigger"); found != hit.outputs.end()) {
    const auto* trigger = std::get_if<std::string>(&found->second);
    if (trigger != nullptr && !trigger->empty()) result.trigger = *trigger;
  }
  const Keys type{{"type", FactValue(std::string(code))}};
  if (const auto found = hit.outputs.find("year_ceiling"); found != hit.outputs.end()) {
    const auto* id = std::get_if<std::string>(&found->second);
    if (id != nullptr && *id != "none") result.year_ceiling = *id;
  }
  const ParameterValue* chosen = policy->FindRow(parameter::kExtraAutoTypes, type);
  const auto* flag = chosen == nullptr ? nullptr : std::get_if<bool>(&chosen->value);
  // The table says which types may be computed at all; the municipality says which ones are, and
  // by a row in cap.extra up to what.
  result.automatic = result.automatic && flag != nullptr && *flag;
  if (result.automatic) {
    result.ceiling = policy->FindRow(parameter::kCapExtra, type);
    if (result.ceiling != nullptr && !IsMoney(*result.ceiling)) result.ceiling = nullptr;
  }
  return result;
}

}  // namespace dm::assessment
