// The municipality's levels for costs: law leaves them open, so each one is a parameter, and a
// level that is not set sends the row to a human (rules.md 8, 21.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "worker/assessment/context.h"
#include "worker/case/household.h"

namespace dm::assessment {

// The level for the household and month. Nothing when the municipality has set none that fits.
const ParameterValue* CapFor(CostType type, Context* context);

// The same for another household than the case's: last month's.
const ParameterValue* CapFor(CostType type,
                             const Household& household,
                             int rooms,
                             PolicyReader* policy);

// How many months' level a cost is held to, 1 to 12: a bill for electricity may be for several, and
// counts as many as it has whole months; every other cost is a month's.
int MonthsOf(CostType type, const Period& period);

struct ExtraType {
  bool automatic = false;                   // in the municipality's list of automatic types
  const ParameterValue* ceiling = nullptr;  // per month
  std::string year_ceiling;  // parameter of each person's yearly ceiling; empty = none
  std::string trigger;       // where it leads when a human assesses it, if the table says
};

ExtraType ExtraTypeOf(std::string_view code, PolicyReader* policy);

}  // namespace dm::assessment
