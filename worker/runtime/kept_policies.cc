#include "worker/runtime/kept_policies.h"

#include <algorithm>

#include "worker/policy/policy_loader.h"

namespace dm {

StatusOr<std::shared_ptr<const PolicySet>> KeptPolicies::Get(const std::string& sha256) {
  std::shared_ptr<const PolicySet> set = in_force_.Get();
  if (set->sha256() == sha256) return set;
  const MutexLock lock(mutex_);
  const auto found = std::find_if(loaded_.begin(), loaded_.end(), [&sha256](const auto& one) {
    return one->sha256() == sha256;
  });
  if (found != loaded_.end()) {
    std::rotate(found, found + 1, loaded_.end());
    return loaded_.back();
  }
  DM_ASSIGN_OR_RETURN(const KeptPolicySet kept, store_.FindPolicySet(sha256));
  const PolicyLoad load = LoadPolicyContent(kept.content);
  if (load.set == nullptr)
    return FailedPrecondition(
        "the policy set of the assessment does not load in this program",
        {.reason = "POLICY_SET_UNREADABLE",
         .field = "case_id",
         .remedy = "Explain the case with the version of the program that assessed it."});
  if (loaded_.size() == kKeptPoliciesMax) loaded_.erase(loaded_.begin());
  loaded_.push_back(load.set);
  return load.set;
}

}  // namespace dm
