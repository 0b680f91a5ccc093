#include "worker/evidence/wanted.h"

#include <algorithm>

#include "worker/assessment/evidence_needs.h"

namespace dm::evidence {

namespace {

void Add(const EvidenceNeed& need,
         const CaseRecord& record,
         bool only_if_connected,
         std::vector<Wanted>& wanted) {
  for (const Person& person : record.application.persons) {
    if (!IsAskedAbout(need, person, record.application.month) || person.personnummer.empty())
      continue;
    const bool there = std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& other) {
      return other.person == person.key && other.question.source == need.source;
    });
    if (there) continue;
    wanted.push_back({.person = person.key,
                      .question = {.source = need.source,
                                   .period = PeriodOf(need, record.application.month),
                                   .groups = GroupsAbout(need, person)},
                      .only_if_connected = only_if_connected});
  }
}

}  // namespace

std::vector<Wanted> WantedFor(const CaseRecord& record,
                              const std::optional<Frame>& frame,
                              const PolicySet& policy) {
  return WantedOf(record,
                  EvidenceNeededFor(record.application, frame, policy),
                  EvidenceIfConnected(record.application, policy));
}

std::vector<Wanted> WantedOf(const CaseRecord& record,
                             const std::vector<EvidenceNeed>& needs,
                             const std::vector<EvidenceNeed>& if_connected) {
  std::vector<Wanted> wanted;
  for (const EvidenceNeed& need : needs) Add(need, record, false, wanted);
  for (const EvidenceNeed& need : if_connected) Add(need, record, true, wanted);
  return wanted;
}

}  // namespace dm::evidence
