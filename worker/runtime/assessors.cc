#include "worker/runtime/assessors.h"

#include <utility>

namespace dm {

Assessment Assessors::Assess(const CaseInput& input) {
  One one = Take();
  Assessment assessment = one.assessor->Assess(input);
  BringBack(std::move(one));
  return assessment;
}

Assessors::One Assessors::Take() {
  One one;
  one.set = policies_.Get();
  {
    const MutexLock lock(mutex_);
    // Answers of rules that are no longer in force are of no use, and keep the set in memory.
    std::erase_if(idle_, [&one](const One& idle) { return idle.set != one.set; });
    if (!idle_.empty()) {
      one = std::move(idle_.back());
      idle_.pop_back();
      return one;
    }
  }
  one.assessor = std::make_unique<Assessor>(*one.set);
  return one;
}

void Assessors::BringBack(One one) {
  const MutexLock lock(mutex_);
  if (idle_.size() < kIdleAssessorsMax) idle_.push_back(std::move(one));
}

}  // namespace dm
