#include "worker/escalation/child_records.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "worker/case/household.h"
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

constexpr std::array<std::string_view, 5> kSituations = {
    "housing", "health", "school", "leisure", "special_need"};

bool IsBlank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

Status Bad(const std::string& name, const std::string& limit, const std::string& remedy) {
  const std::string field = "analysis." + name;
  return InvalidArgument(field + ": " + limit + "; " + remedy, {"FIELD_REQUIRED", field, remedy});
}

Status Missing(Analysis analysis) {
  const std::string remedy = analysis == Analysis::kNew
                                 ? "record how the decision affects each child with "
                                   "RecordChildAnalysis before refusing"
                                 : "sign a frame with a record in force for each child";
  return FailedPrecondition("a child of the household has no record that this decision can rest on",
                            {"CHILD_RECORD_MISSING", "frame.child_records", remedy});
}

}  // namespace

Status CheckChildRecords(const Application& application,
                         const std::optional<Frame>& frame,
                         Date decided_on,
                         Analysis analysis,
                         const std::vector<ChildAnalysis>& analyses) {
  const Date reviewed_from = analysis == Analysis::kNew ? SwedishDate(application.received_at)
                                                        : Date::FromDaysSinceEpoch(0);
  for (const Person& person : application.persons) {
    if (person.role != PersonRole::kChild) continue;
    const bool analysed = std::any_of(
        analyses.begin(), analyses.end(), [&](const auto& one) { return one.child == person.key; });
    const bool on_record =
        frame && !frame->ended && HasRecord(*frame, person, decided_on, reviewed_from);
    if (!analysed && !on_record) return Missing(analysis);
  }
  return OkStatus();
}

Status CheckChildAnalysis(const Application& application, const ChildAnalysis& analysis) {
  const Person* person = FindPerson(application.persons, analysis.child);
  if (person == nullptr || person->role != PersonRole::kChild)
    return Bad("child", "is a child of the application", "send the key of the child");
  if (analysis.situation_codes.empty())
    return Bad("situation_codes", "at least one", "say what the analysis looks at");
  for (const std::string& code : analysis.situation_codes)
    if (std::find(kSituations.begin(), kSituations.end(), code) == kSituations.end())
      return Bad("situation_codes",
                 "each is housing, health, school, leisure or special_need",
                 "send those words");
  if (IsBlank(analysis.situation))
    return Bad("situation", "is required", "describe the child's situation");
  if (IsBlank(analysis.effect))
    return Bad("effect", "is required", "say how the decision affects the child");
  if (IsBlank(analysis.view) && IsBlank(analysis.view_not_asked))
    return Bad("view", "is required", "state the child's view, or in view_not_asked why not");
  if (IsBlank(analysis.conclusion))
    return Bad("conclusion", "is required", "say how the child's best interests were weighed");
  return OkStatus();
}

}  // namespace dm::escalation
