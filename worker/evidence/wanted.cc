#include "worker/evidence/wanted.h"

#include "worker/assessment/evidence_needs.h"

namespace dm::evidence {

std::vector<Wanted> WantedFor(const CaseRecord& record,
                              const std::optional<Frame>& frame,
                              const PolicySet& policy) {
  std::vector<Wanted> wanted;
  for (const EvidenceNeed& need : EvidenceNeededFor(record.application, frame, policy)) {
    for (const Person& person : record.application.persons) {
      if (!IsAskedAbout(need, person) || person.personnummer.empty()) continue;
      wanted.push_back({.person = person.key,
                        .question = {.source = need.source,
                                     .period = PeriodOf(need, record.application.month),
                                     .groups = need.groups}});
    }
  }
  return wanted;
}

}  // namespace dm::evidence
