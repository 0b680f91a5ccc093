#include "worker/case/evidence_age.h"

namespace dm {

bool IsTooOld(const SourceAnswer& answer, Instant now, std::int64_t max_age_ms) {
  const std::int64_t age_ms = now - answer.fetched_at;
  return age_ms > max_age_ms || age_ms < -kClockSlackMs;
}

}  // namespace dm
