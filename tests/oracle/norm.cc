#include <algorithm>
#include <functional>

#include "tests/oracle/oracle.h"
#include "tests/oracle/published.h"

namespace dm::oracle {

namespace {

constexpr std::int64_t kKrona = 100;
constexpr int kDayBase = 30;

bool IsChildOfCase(const Person& person) {
  return person.role == PersonRole::kChild || person.role == PersonRole::kSchoolYouth;
}

bool PartOfTheMonth(const Person& person) {
  return person.presence.kind == PresenceKind::kVaxelvis ||
         person.presence.kind == PresenceKind::kUmgange;
}

Fraction ShareOfMonth(const Person& person) {
  if (!PartOfTheMonth(person)) return Whole(1);
  return Smaller(Quotient(person.presence.days, kDayBase), Whole(1));
}

std::int64_t RowOf(Fraction kronor) {
  return HalfUp(Product(kronor, Whole(kKrona)), kKrona);
}

// Each person's row, in whole kronor.
void Personal(const CaseInput& input,
              const NormYear& year,
              NormResult* norm,
              std::vector<std::string>* open) {
  int adults = 0;
  for (const Person& person : input.application.persons) {
    if (person.role == PersonRole::kApplicant || person.role == PersonRole::kCoApplicant) ++adults;
  }
  for (const Person& person : input.application.persons) {
    if (person.role == PersonRole::kOtherAdult) continue;
    std::int64_t row = 0;
    if (!IsChildOfCase(person)) {
      row = adults == 2 ? year.together * kKrona / 2 : year.alone * kKrona;
    } else {
      if (!person.born) {
        open->push_back("age of " + person.key.value());
        continue;
      }
      const int age = AgeAtStart(input, person);
      const bool lunch_matters = age <= 6;
      if (lunch_matters && person.free_lunch == Answer::kUnknown) {
        open->push_back("lunch of " + person.key.value());
        continue;
      }
      const auto amount = ChildNorm(year, age, lunch_matters && person.free_lunch == Answer::kYes);
      if (!amount) {
        open->push_back("band of " + person.key.value());
        continue;
      }
      row = RowOf(Product(Whole(*amount), ShareOfMonth(person)));
    }
    norm->personal.emplace_back(person.key.value(), row);
    norm->sum += row;
  }
}

Fraction CommonInKronor(const CaseInput& input, const NormYear& year, bool* known) {
  int whole_month = 0;
  std::vector<Fraction> parts;
  for (const Person& person : input.application.persons) {
    if (person.role == PersonRole::kOtherAdult) continue;
    if (PartOfTheMonth(person)) {
      parts.push_back(ShareOfMonth(person));
    } else {
      ++whole_month;
    }
  }
  const int members = MembersOfCase(input);
  const int in_home = input.application.home.persons_in_home;
  if (in_home > members) {
    // The two rules have no agreed order.
    *known = parts.empty();
    return Product(Whole(CommonNorm(year, in_home)), Quotient(members, in_home));
  }
  std::sort(parts.begin(), parts.end(), [](Fraction a, Fraction b) { return Less(b, a); });
  Fraction common = Whole(CommonNorm(year, whole_month));
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const int larger = CommonNorm(year, whole_month + static_cast<int>(k) + 1);
    const int smaller = CommonNorm(year, whole_month + static_cast<int>(k));
    common = Sum(common, Product(Whole(larger - smaller), parts[k]));
  }
  return common;
}

}  // namespace

int AgeAtStart(const CaseInput& input, const Person& person) {
  const Date first = input.application.month.first_day();
  int age = first.year() - person.born->year();
  const bool birthday_later =
      person.born->month() > first.month() ||
      (person.born->month() == first.month() && person.born->day() > first.day());
  if (birthday_later) --age;
  return age;
}

int MembersOfCase(const CaseInput& input) {
  int members = 0;
  for (const Person& person : input.application.persons) {
    if (person.role != PersonRole::kOtherAdult) ++members;
  }
  return members;
}

NormResult NormOfHousehold(const CaseInput& input, std::vector<std::string>* open) {
  NormResult norm;
  const NormYear* year = NormOf(input.application.month.year());
  if (year == nullptr) {
    open->push_back("norm of the year");
    return norm;
  }
  const int in_home = input.application.home.persons_in_home;
  if (in_home == 0 || in_home < MembersOfCase(input)) {
    open->push_back("persons in the home");
    return norm;
  }
  const std::size_t before = open->size();
  Personal(input, *year, &norm, open);
  bool known = true;
  const Fraction common = CommonInKronor(input, *year, &known);
  if (!known) open->push_back("a part-time child in a shared home");
  norm.common = RowOf(common);
  norm.sum += norm.common;
  norm.known = open->size() == before;
  return norm;
}

}  // namespace dm::oracle
