#include "worker/runtime/assessors.h"

#include <optional>
#include <utility>

namespace dm {

void Assessors::Lend(const std::shared_ptr<const PolicySet>& set,
                     const std::function<void(Assessor&)>& use) {
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): `one` owns it until BringBack takes it
  One one = Take(set);
  use(*one.assessor);
  BringBack(std::move(one));
}

Assessment Assessors::Assess(const CaseInput& input, const std::shared_ptr<const PolicySet>& set) {
  Assessment assessment;
  Lend(set, [&](Assessor& assessor) { assessment = assessor.Assess(input); });
  return assessment;
}

QuestionList Assessors::Questions(ApplicationKind kind,
                                  Date on,
                                  const std::shared_ptr<const PolicySet>& set) {
  std::optional<QuestionList> list;
  Lend(set, [&](Assessor& assessor) { list = assessor.Questions(kind, on); });
  return *std::move(list);
}

Assessors::One Assessors::Take(const std::shared_ptr<const PolicySet>& set) {
  {
    const MutexLock lock(mutex_);
    // Answers of rules that are no longer in force are of no use, and keep the set in memory.
    std::erase_if(idle_, [&set](const One& idle) { return idle.set != set; });
    if (!idle_.empty()) {
      One one = std::move(idle_.back());
      idle_.pop_back();
      return one;
    }
  }
  return {.set = set, .assessor = std::make_unique<Assessor>(*set)};
}

void Assessors::BringBack(One one) {
  const MutexLock lock(mutex_);
  if (idle_.size() < kIdleAssessorsMax) idle_.push_back(std::move(one));
}

}  // namespace dm
