#include "worker/case/stated_queue.h"

namespace dm {

std::optional<StatedQueue> QueueOfStated(const Application& application) {
  const StatedCircumstances& said = application.circumstances;
  if (said.violence != Answer::kNo) return StatedQueue{"Q-06", AccessClass::kRestricted};
  const bool acute = said.acute_need == Answer::kYes || said.eviction_or_rent_debt == Answer::kYes;
  if (acute) return StatedQueue{"Q-02", AccessClass::kOpen};
  if (said.crime_investigation == Answer::kYes) return StatedQueue{"Q-10", AccessClass::kOpen};
  if (said.open_appeal == Answer::kYes) return StatedQueue{"Q-16", AccessClass::kOpen};
  return std::nullopt;
}

}  // namespace dm
