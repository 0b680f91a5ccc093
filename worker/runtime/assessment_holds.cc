#include "worker/runtime/assessment_holds.h"

#include "worker/evidence/merge.h"

namespace dm {

bool AssessmentHolds(const CaseRecord& record,
                     const std::optional<Frame>& frame,
                     const PolicySet& policy,
                     Instant now) {
  const int in_force = frame ? frame->version : 0;
  return record.assessment->assessed_on == SwedishDate(now) &&
         record.assessment->policy_sha256 == policy.sha256() &&
         record.frame_version.value_or(0) == in_force &&
         !evidence::HasAged(record.evidence, now, policy);
}

}  // namespace dm
