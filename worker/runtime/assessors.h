// Assessors: assessments on many threads. Each caller takes an assessor that no other has
// meanwhile, and brings it back: what the rules answered about one case is at hand for the next.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "worker/assessment/assess.h"
#include "worker/core/mutex.h"
#include "worker/policy/policy_set.h"

namespace dm {

// As many as compute at once on the processors that a worker has. Each may come to hold some
// megabytes of answers; a caller beyond them is served by one that is not kept.
inline constexpr std::size_t kIdleAssessorsMax = 4;

class Assessors {
 public:
  // Lends one for `set` until `use` has returned, which must not wait for anything.
  void Lend(const std::shared_ptr<const PolicySet>& set, const std::function<void(Assessor&)>& use);

  // As dm::Assess.
  Assessment Assess(const CaseInput& input, const std::shared_ptr<const PolicySet>& set);
  // As the constructor of QuestionList.
  QuestionList Questions(ApplicationKind kind,
                         Date on,
                         const std::shared_ptr<const PolicySet>& set);

 private:
  struct One {
    std::shared_ptr<const PolicySet> set;
    std::unique_ptr<Assessor> assessor;
  };

  One Take(const std::shared_ptr<const PolicySet>& set);
  void BringBack(One one);

  Mutex mutex_;
  std::vector<One> idle_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
