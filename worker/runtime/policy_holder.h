// PolicyHolder: the policy set in force. A run of a case takes one at its start and keeps it to its
// end; a new set is taken in between.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "worker/core/instant.h"
#include "worker/core/mutex.h"
#include "worker/policy/policy_set.h"
#include "worker/policy/policy_signatures.h"

namespace dm {

// A set, and since when and by whom it is in force.
struct PolicyInForce {
  std::shared_ptr<const PolicySet> set;
  Instant since;
  std::string taken_by;  // user id; "start" or "signal" where no person said so over the interface
  std::vector<PolicySignature> signatures{};  // of the set, as it was taken
};

class PolicyHolder {
 public:
  explicit PolicyHolder(std::shared_ptr<const PolicySet> set,
                        Instant since = {},
                        std::vector<PolicySignature> signatures = {})
      : in_force_{.set = std::move(set),
                  .since = since,
                  .taken_by = "start",
                  .signatures = std::move(signatures)} {}

  std::shared_ptr<const PolicySet> Get() const {
    const MutexLock lock(mutex_);
    return in_force_.set;
  }

  PolicyInForce InForce() const {
    const MutexLock lock(mutex_);
    return in_force_;
  }

  void Replace(PolicyInForce next) {
    const MutexLock lock(mutex_);
    in_force_ = std::move(next);
  }

 private:
  mutable Mutex mutex_;
  PolicyInForce in_force_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
