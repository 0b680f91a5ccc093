#include "worker/assessment/rounding.h"

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

std::optional<RoundingUnit> UnitOf(const ParameterValue* value) {
  if (!value) return std::nullopt;
  if (const auto* ore = std::get_if<std::int64_t>(&value->value)) {
    if (*ore == 100) return RoundingUnit::kKrona;
    if (*ore == 1) return RoundingUnit::kOre;
  }
  if (const auto* code = std::get_if<std::string>(&value->value)) {
    if (*code == "krona") return RoundingUnit::kKrona;
    if (*code == "ore") return RoundingUnit::kOre;
  }
  return std::nullopt;
}

}  // namespace

std::optional<RoundingUnit> NormRowUnit(PolicyReader* policy) {
  return UnitOf(policy->Need(parameter::kRoundingNorm));
}

std::optional<RoundingUnit> GrantUnit(PolicyReader* policy) {
  return UnitOf(policy->Need(parameter::kRoundingGrant));
}

}  // namespace dm::assessment
