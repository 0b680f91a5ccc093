#include "worker/assessment/household.h"

#include <algorithm>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

int RoleOrder(PersonRole role) {
  switch (role) {
    case PersonRole::kApplicant:
      return 0;
    case PersonRole::kCoApplicant:
      return 1;
    case PersonRole::kChild:
    case PersonRole::kSchoolYouth:
      return 2;
    case PersonRole::kOtherAdult:
      return 3;
  }
  return 3;
}

// The day on which ages are reckoned (rules.md 5.3: the law is silent, the municipality chooses).
std::optional<Date> ReferenceDay(Month month, PolicyReader* policy) {
  const std::string* rule = policy->NeedCode(parameter::kAgeReferenceDay);
  if (!rule) return std::nullopt;
  if (*rule == "first_day_of_month") return month.first_day();
  if (*rule == "last_day_of_month") return month.last_day();
  return std::nullopt;
}

// 30 or the days of the month (rules.md 7).
std::optional<int> DayBase(Month month, PolicyReader* policy) {
  const ParameterValue* value = policy->Need(parameter::kDayBase);
  if (!value) return std::nullopt;
  if (const auto* number = std::get_if<std::int64_t>(&value->value)) {
    return *number >= 28 && *number <= 31 ? std::optional<int>(static_cast<int>(*number))
                                          : std::nullopt;
  }
  if (const auto* code = std::get_if<std::string>(&value->value)) {
    if (*code == "days_in_month") return month.days();
    if (*code == "30" || *code == "thirty") return 30;
  }
  return std::nullopt;
}

// A child's; an adult who comes or leaves is for a person, and is computed as there all month.
bool ComesByDays(const Person& person) {
  const PresenceKind kind = person.presence.kind;
  return !IsAdultInCase(person.role) &&
         (kind == PresenceKind::kVaxelvis || kind == PresenceKind::kUmgange);
}

std::string RefOf(std::size_t person) {
  return "application.persons[" + std::to_string(person) + "]";
}

void Count(Household* household) {
  for (const Member& member : household->members) {
    ++(member.adult() ? household->adults : household->children);
  }
  household->n_case = household->adults + household->children;
}

}  // namespace

std::string Member::ref() const {
  return RefOf(static_cast<std::size_t>(index));
}

bool Household::has_part_time() const {
  return std::any_of(
      members.begin(), members.end(), [](const Member& member) { return member.part_time(); });
}

std::optional<Date> BirthDate(const Person& person) {
  if (person.born) return person.born;
  if (!person.personnummer.empty()) return person.personnummer.birth_date();
  return std::nullopt;
}

std::optional<Household> MakeHousehold(const HouseholdFacts& facts,
                                       PolicyReader* policy,
                                       std::vector<std::string>* unknown) {
  const std::optional<Date> reference_day = ReferenceDay(facts.month, policy);
  const std::optional<int> day_base = DayBase(facts.month, policy);
  if (!reference_day || !day_base) return std::nullopt;

  Household household;
  household.members.reserve(facts.persons.size());
  int others = 0;
  for (std::size_t i = 0; i < facts.persons.size(); ++i) {
    const Person& person = facts.persons[i];
    if (person.presence.kind == PresenceKind::kAbsent) continue;
    if (!IsMemberOfCase(person.role)) {
      ++others;
      continue;
    }
    const std::optional<Date> born = BirthDate(person);
    if (!born) {
      unknown->push_back(RefOf(i) + ".born");
      continue;
    }
    household.members.push_back({
        .person = &person,
        .index = static_cast<int>(i),
        // Who is born after the reference day is no year old.
        .age = std::max(0, CompletedYears(*born, *reference_day)),
        .days = ComesByDays(person) ? std::min(person.presence.days, *day_base) : *day_base,
        .day_base = *day_base,
    });
  }
  if (!unknown->empty()) return std::nullopt;
  std::sort(
      household.members.begin(), household.members.end(), [](const Member& a, const Member& b) {
        if (RoleOrder(a.person->role) != RoleOrder(b.person->role))
          return RoleOrder(a.person->role) < RoleOrder(b.person->role);
        return a.age != b.age ? a.age > b.age : a.person->key < b.person->key;
      });
  Count(&household);
  household.n_total = std::max(facts.persons_in_home, household.n_case + others);
  if (household.adults < 1 || household.adults > 2) {
    unknown->emplace_back("application.persons");
    return std::nullopt;
  }
  return household;
}

}  // namespace dm::assessment
