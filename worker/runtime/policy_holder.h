// PolicyHolder: the policy set in force. A step takes one at its start and keeps it to its end; a
// new set is taken in between.
#pragma once

#include <memory>
#include <utility>

#include "worker/core/mutex.h"
#include "worker/policy/policy_set.h"

namespace dm {

class PolicyHolder {
 public:
  explicit PolicyHolder(std::shared_ptr<const PolicySet> set) : set_(std::move(set)) {}

  std::shared_ptr<const PolicySet> Get() const {
    const MutexLock lock(mutex_);
    return set_;
  }

  void Replace(std::shared_ptr<const PolicySet> set) {
    const MutexLock lock(mutex_);
    set_ = std::move(set);
  }

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const PolicySet> set_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
