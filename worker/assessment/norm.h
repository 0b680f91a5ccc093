// Riksnorm: personal rows and the common share (SoL 12:7 first paragraph 1, SoF 12:1–3; rules.md 6,
// 7).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "worker/assessment/household.h"
#include "worker/assessment/policy_reader.h"
#include "worker/case/assessment.h"
#include "worker/policy/calculated.h"

namespace dm::assessment {

// What is unknown where the two rules on common costs have no agreed order.
inline constexpr char kPartTimeChildInSharedHome[] = "rule.part_time_child_in_shared_home";

struct Norm {
  std::vector<CalculationRow> rows;
  Money sum;
  bool complete = true;              // false: a row could not be computed
  std::vector<std::string> unknown;  // what it lacked; empty when a parameter was missing
};

// The norm of households that are alike in all that it looks at, with what was noted about the
// rules when it was worked out. Without words: those speak of ages.
struct KeptNorm {
  Norm norm;
  std::vector<int> members;  // by row: the person's place in the household, -1 for none
  std::map<std::string, std::string> missing;
  std::set<std::string> unapproved;
};

// The norm of the household for one month under the rules of `policy`'s day.
Norm ComputeNorm(const Household& household, PolicyReader* policy);

// Its sum alone; nothing where a row could not be computed.
std::optional<Money> NormSum(const Household& household, PolicyReader* policy);

// Its steps with what each came to and why, for explanations. Nothing when the set has no such
// calculation for the day.
std::optional<Calculated> CalculateNorm(const Household& household, PolicyReader* policy);

}  // namespace dm::assessment
