#include "worker/escalation/child_records.h"

#include <algorithm>
#include <string>

#include "worker/core/instant.h"

namespace dm::escalation {
namespace {

// The key under which the frame knows the person: by number where both have one, since keys belong
// to one application.
const PersonKey& KeyInFrame(const Frame& frame, const Person& child) {
  for (const FramePerson& person : frame.persons)
    if (!child.personnummer.empty() && person.personnummer == child.personnummer) return person.key;
  return child.key;
}

bool HasRecord(const Frame& frame, const Person& child, Date decided_on, Date reviewed_from) {
  const PersonKey& key = KeyInFrame(frame, child);
  return std::any_of(
      frame.child_records.begin(), frame.child_records.end(), [&](const ChildRecord& record) {
        return record.child == key && record.reviewed_on >= reviewed_from &&
               record.reviewed_on <= decided_on && record.valid_until >= decided_on;
      });
}

Status Missing(Analysis analysis) {
  const std::string remedy = analysis == Analysis::kNew
                                 ? "review each child for this application and sign a new frame "
                                   "with the records before refusing"
                                 : "sign a frame with a record in force for each child";
  return FailedPrecondition("a child of the household has no record that this decision can rest on",
                            {"CHILD_RECORD_MISSING", "frame.child_records", remedy});
}

}  // namespace

Status CheckChildRecords(const Application& application,
                         const std::optional<Frame>& frame,
                         Date decided_on,
                         Analysis analysis) {
  const Date reviewed_from = analysis == Analysis::kNew ? SwedishDate(application.received_at)
                                                        : Date::FromDaysSinceEpoch(0);
  for (const Person& person : application.persons) {
    if (person.role != PersonRole::kChild) continue;
    if (!frame || !HasRecord(*frame, person, decided_on, reviewed_from)) return Missing(analysis);
  }
  return OkStatus();
}

}  // namespace dm::escalation
