#include "worker/retention/research.h"

#include <optional>

namespace dm::retention {

template <typename AnyPerson>
void ResearchExemption::AddPerson(const AnyPerson& person) {
  if (!IsMemberOfCase(person.role)) return;
  const std::optional<Date> born =
      person.personnummer.empty() ? person.born : person.personnummer.birth_date();
  if (!born) {
    unknown_ = true;
    return;
  }
  const int day = born->day();
  chosen_ = chosen_ || day == 5 || day == 15 || day == 25;
}

void ResearchExemption::Add(const Application& application) {
  for (const Person& person : application.persons) AddPerson(person);
}

void ResearchExemption::Add(const Frame& frame) {
  for (const FramePerson& person : frame.persons) AddPerson(person);
}

Kept ResearchExemption::Verdict() const {
  // Nobody has said what research keeps: everything.
  if (research_ != Research::kDays || chosen_) return Kept::kForResearch;
  return unknown_ ? Kept::kBirthUnknown : Kept::kNo;
}

}  // namespace dm::retention
