// The units that rows and the grant are rounded to. Law prescribes no rounding (SoF 12:3 says
// "kvoten"), so the municipality's policy chooses; a missing choice leaves the amount undetermined.
#pragma once

#include <optional>

#include "worker/assessment/policy_reader.h"
#include "worker/core/rational.h"

namespace dm::assessment {

std::optional<RoundingUnit> NormRowUnit(PolicyReader* policy);
std::optional<RoundingUnit> GrantUnit(PolicyReader* policy);

// Costs and incomes keep their öre.
inline constexpr RoundingUnit kMoneyRowUnit = RoundingUnit::kOre;

}  // namespace dm::assessment
