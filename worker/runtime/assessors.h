// Assessors: assessments for callers on many threads, under the rules in force. Each caller takes
// an assessor that no other has meanwhile, and brings it back: what the rules answered about one
// case is at hand for the next.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "worker/assessment/assess.h"
#include "worker/core/mutex.h"
#include "worker/runtime/policy_holder.h"

namespace dm {

// As many as the worker has threads by default. Each may come to hold some megabytes of answers; a
// caller beyond them is served by one that is not kept.
inline constexpr std::size_t kIdleAssessorsMax = 4;

class Assessors {
 public:
  // `policies` outlives this.
  explicit Assessors(const PolicyHolder& policies) : policies_(policies) {}

  // As dm::Assess, under the set in force.
  Assessment Assess(const CaseInput& input);

 private:
  struct One {
    std::shared_ptr<const PolicySet> set;
    std::unique_ptr<Assessor> assessor;
  };

  One Take();
  void BringBack(One one);

  const PolicyHolder& policies_;
  Mutex mutex_;
  std::vector<One> idle_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
