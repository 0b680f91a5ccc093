// Boundary mutation: each interval end, limit, criterion and scalar of a policy set moved by one
// unit. A set that differs so little must make some case fail; a mutant that none notices marks a
// limit that no case guards.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "worker/golden/coverage.h"
#include "worker/golden/suite.h"
#include "worker/policy/policy_data.h"

namespace dm::golden {

struct Mutant {
  Rule rule;         // the rule that it changes; a criterion's without its two ways
  std::string what;  // "age 7..10 → 7..11", "7 600 kr → 7 601 kr"
  std::function<void(policy::PolicyData&)> apply;
};

// In the order of the rules. Rules that are excused as untested have none, nor have rows that never
// hold within the set's effective period.
std::vector<Mutant> MutantsOf(const policy::PolicyData& data, const Untested& untested);

struct MutationReport {
  std::size_t mutants = 0;
  std::size_t refused = 0;  // the set does not load any more: an overlap, a hidden row
  std::size_t killed = 0;   // by a case
  std::vector<std::string> survivors;

  std::size_t caught() const { return refused + killed; }

  // Whole percent, downwards; 100 when there are none.
  std::size_t percent() const { return mutants == 0 ? 100 : caught() * 100 / mutants; }
};

// `runs` are those of `suite`'s cases, in order, under `under`: a mutant is shown to the cases that
// exercise its rule.
MutationReport Mutate(const Suite& suite,
                      const std::vector<CaseRun>& runs,
                      const SetUnderTest& under);

}  // namespace dm::golden
