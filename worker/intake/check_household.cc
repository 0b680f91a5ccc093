#include <set>
#include <string>
#include <string_view>

#include "worker/case/number_in_id.h"
#include "worker/intake/check_application.h"
#include "worker/intake/complain.h"
#include "worker/intake/limits.h"

namespace dm::intake {
namespace {

constexpr char kPersons[] = "application.persons";

// FB 7:1: parents maintain a child until 18, and a school youth until 21.
constexpr int kAdultAge = 18;
constexpr int kSchoolYouthAgeEnd = 21;

std::optional<Date> BirthDate(const Person& person) {
  if (!person.personnummer.empty()) return person.personnummer.birth_date();
  return person.born;
}

Status CheckBirth(const Person& person, Month month, std::size_t i) {
  const std::optional<Date> born = BirthDate(person);
  if (!born) {
    if (person.role == PersonRole::kOtherAdult) return OkStatus();
    return Required(At(kPersons, i, "born"));
  }
  if (person.born && *person.born != *born)
    return Contradiction(At(kPersons, i, "born"),
                         "is the day that the number states",
                         "leave it out where there is a number");
  if (*born > month.last_day())
    return Contradiction(
        At(kPersons, i, "born"), "not after the month applied for", "leave out who is not born");
  return OkStatus();
}

// The age that the roles are defined by, on the first day of the month applied for.
Status CheckRole(const Person& person, Month month, std::size_t i) {
  const std::optional<Date> born = BirthDate(person);
  if (!born) return OkStatus();
  const int age = CompletedYears(*born, month.first_day());
  if (person.role == PersonRole::kChild && age >= kAdultAge)
    return Contradiction(At(kPersons, i, "role"),
                         "a child is under 18 on the first day of the month",
                         "send school youth for 18 to 20 in school, else other adult");
  if (person.role == PersonRole::kSchoolYouth && (age < kAdultAge || age >= kSchoolYouthAgeEnd))
    return Contradiction(At(kPersons, i, "role"),
                         "a school youth is 18 to 20 on the first day of the month",
                         "send child under 18, other adult from 21");
  return OkStatus();
}

Status CheckPresence(const Person& person, Month month, std::size_t i) {
  if (person.presence.days < 0 || person.presence.days > month.days())
    return OutOfRange(At(kPersons, i, "presence.days"),
                      "from 0 to the days of the month applied for",
                      "count the days in that month only");
  const auto& other = person.presence.other_parent_days;
  if (other && (*other < 0 || *other > month.days()))
    return OutOfRange(At(kPersons, i, "presence.other_parent_days"),
                      "from 0 to the days of the month applied for",
                      "count the days in that month only");
  if (person.lunch_home_days &&
      (*person.lunch_home_days < 0 || *person.lunch_home_days > month.days()))
    return OutOfRange(At(kPersons, i, "lunch_home_days"),
                      "from 0 to the days of the month applied for",
                      "count the days in that month only");
  return OkStatus();
}

Status CheckPerson(const Person& person, Month month, std::size_t i) {
  if (person.key.empty()) return Required(At(kPersons, i, "key"));
  if (IsAdultInCase(person.role) && person.personnummer.empty())
    return Malformed(At(kPersons, i, "personnummer"),
                     "is required for who applies",
                     "handle an applicant without number in the case system");
  DM_RETURN_IF_ERROR(CheckBirth(person, month, i));
  DM_RETURN_IF_ERROR(CheckRole(person, month, i));
  DM_RETURN_IF_ERROR(CheckPresence(person, month, i));
  return CheckText(person.name, kNameCharactersMax, At(kPersons, i, "name"));
}

// One person, one entry: who stands twice would be counted twice in norm and income.
Status CheckDistinct(const std::vector<Person>& persons) {
  std::set<PersonKey> keys;
  std::set<Personnummer> numbers;
  for (std::size_t i = 0; i < persons.size(); ++i) {
    if (!keys.insert(persons[i].key).second)
      return Contradiction(
          At(kPersons, i, "key"), "a key names one person", "give each person its own");
    if (persons[i].personnummer.empty()) continue;
    if (!numbers.insert(persons[i].personnummer).second)
      return Contradiction(At(kPersons, i, "personnummer"),
                           "a person stands once in the household",
                           "remove one of the two entries or correct the number");
  }
  return OkStatus();
}

Status CheckIdsAreNoNumbers(const Application& application) {
  const std::vector<Person>& persons = application.persons;
  DM_RETURN_IF_ERROR(CheckIdIsNoNumber(application.id.value(), persons, "application.id"));
  DM_RETURN_IF_ERROR(
      CheckIdIsNoNumber(application.household.value(), persons, "application.household"));
  for (std::size_t i = 0; i < persons.size(); ++i)
    DM_RETURN_IF_ERROR(CheckIdIsNoNumber(persons[i].key.value(), persons, At(kPersons, i, "key")));
  for (std::size_t i = 0; i < application.documents.size(); ++i)
    DM_RETURN_IF_ERROR(CheckIdIsNoNumber(
        application.documents[i].id.value(), persons, At("application.documents", i, "id")));
  return OkStatus();
}

Status CheckRoleCounts(const std::vector<Person>& persons) {
  int applicants = 0;
  int co_applicants = 0;
  for (const Person& person : persons) {
    applicants += person.role == PersonRole::kApplicant ? 1 : 0;
    co_applicants += person.role == PersonRole::kCoApplicant ? 1 : 0;
  }
  if (applicants != 1)
    return Contradiction(kPersons, "exactly one applicant", "mark the other as co-applicant");
  if (co_applicants > 1)
    return Contradiction(
        kPersons, "at most one co-applicant", "send further adults as other adults");
  return OkStatus();
}

Status CheckHome(const Application& application) {
  const Home& home = application.home;
  if (home.persons_in_home < 0 || home.persons_in_home > kPersonsInHomeMax)
    return OutOfRange("application.home.persons_in_home",
                      "from 0 to " + std::to_string(kPersonsInHomeMax),
                      "count everyone in the shared household");
  if (home.rooms < 0 || home.rooms > kRoomsMax)
    return OutOfRange(
        "application.home.rooms", "from 0 to " + std::to_string(kRoomsMax), "count the rooms");
  if (home.rent) DM_RETURN_IF_ERROR(CheckMoney(*home.rent, kCostMax, "application.home.rent"));
  if (home.agreed_rent)
    DM_RETURN_IF_ERROR(CheckMoney(*home.agreed_rent, kCostMax, "application.home.agreed_rent"));
  if (home.share_of_rent_permille &&
      (*home.share_of_rent_permille < 1 || *home.share_of_rent_permille > 1000))
    return OutOfRange("application.home.share_of_rent_permille",
                      "from 1 to 1000",
                      "send the household's share in thousandths");
  int living_there = 0;
  for (const Person& person : application.persons)
    living_there += person.presence.kind == PresenceKind::kPermanent ? 1 : 0;
  if (home.persons_in_home != 0 && home.persons_in_home < living_there)
    return Contradiction("application.home.persons_in_home",
                         "not fewer than the persons who live there permanently",
                         "count everyone in the shared household, the case's members included");
  return OkStatus();
}

}  // namespace

Status CheckIdIsNoNumber(std::string_view id,
                         const std::vector<Person>& persons,
                         const std::string& field) {
  for (const Person& person : persons) {
    if (HoldsNumber(id, person.personnummer))
      return Malformed(field,
                       "holds the personal number of somebody in the application",
                       "send an id of the case system's own, p1 and p2 for persons: ids are not "
                       "encrypted and are never erased from the audit chain");
  }
  return OkStatus();
}

Status CheckHousehold(const Application& application) {
  const std::vector<Person>& persons = application.persons;
  if (persons.empty()) return Required(kPersons);
  DM_RETURN_IF_ERROR(CheckCount(persons.size(), kPersonsMax, kPersons));
  for (std::size_t i = 0; i < persons.size(); ++i)
    DM_RETURN_IF_ERROR(CheckPerson(persons[i], application.month, i));
  DM_RETURN_IF_ERROR(CheckDistinct(persons));
  DM_RETURN_IF_ERROR(CheckRoleCounts(persons));
  DM_RETURN_IF_ERROR(CheckIdsAreNoNumbers(application));
  return CheckHome(application);
}

}  // namespace dm::intake
