// KeptPolicies: the sets that stored assessments were made with, loaded from what the store keeps
// of them. Loading one takes far longer than explaining a case, so the last few are held.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/store.h"
#include "worker/runtime/policy_holder.h"

namespace dm {

// Cases of a month or two are asked about at a time; a set a change of rules.
inline constexpr std::size_t kKeptPoliciesMax = 4;

class KeptPolicies {
 public:
  KeptPolicies(Store& store, const PolicyHolder& in_force) : store_(store), in_force_(in_force) {}

  // NotFound POLICY_SET_NOT_KEPT; FailedPrecondition POLICY_SET_UNREADABLE where this program's
  // rules for policies are not the ones that it was written under.
  StatusOr<std::shared_ptr<const PolicySet>> Get(const std::string& sha256);

 private:
  Store& store_;
  const PolicyHolder& in_force_;
  Mutex mutex_;
  // The one asked for last stands last.
  std::vector<std::shared_ptr<const PolicySet>> loaded_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
