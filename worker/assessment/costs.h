// Costs beside the norm (SoL 12:7 first paragraph 2) and other living costs (SoL 12:1): approved is
// the least of applied, proven and the municipality's level, each difference with its reason
// (rules.md 8, 9).
#pragma once

#include <vector>

#include "worker/assessment/context.h"

namespace dm::assessment {

struct Costs {
  std::vector<CalculationRow> rows;   // SoL 12:7 first paragraph 2
  std::vector<CalculationRow> extra;  // SoL 12:1
  Money sum;
  Money extra_sum;
  bool awaits_human = false;    // a row that lacks its proof, or whose need only a human assesses
  bool equal_frame = false;     // the same costs as in the frame, housing within the tolerance
  bool only_norm_types = true;  // nothing beside SoL 12:7
  bool all_approved = true;     // every row approved as applied for
};

Costs ComputeCosts(Context* context);

// "cost.boende"; union and a-kassa fees share "cost.fee", so that a code never tells of a
// membership.
std::string_view CostCode(CostType type);

}  // namespace dm::assessment
