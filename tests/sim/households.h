// Households: who applies in a history. Each is a golden case of the shipped policies under an id
// of its own: what it applies with, what the registers know, and what must come of it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/policy/policy_set.h"

namespace dm::sim {

// The municipality's secret that effects' ids are derived with.
inline constexpr char kEffectKey[] = "a key of the simulation";

// A kind of household, as a golden case tells it.
struct HouseholdKind {
  std::string name;  // the golden case's path
  CaseInput input;
  bool automatic = false;  // decided by the worker when nothing goes wrong
  Money grant;
};

// What every history of a program uses: read once.
struct Shipped {
  std::vector<HouseholdKind> kinds;
  // In force at first, and what they may be replaced with: the same rules under another hash.
  std::shared_ptr<const PolicySet> policy;
  std::shared_ptr<const PolicySet> next_policy;
};

StatusOr<Shipped> LoadShipped(const std::string& policies);

// An application of a household of that kind, as it comes in at `now`.
Application ApplicationOf(const HouseholdKind& kind,
                          const std::string& application,
                          const std::string& household,
                          Instant now);

}  // namespace dm::sim
