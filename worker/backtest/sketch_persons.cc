#include <algorithm>
#include <array>
#include <string>

#include "worker/backtest/sketch.h"
#include "worker/core/check.h"

namespace dm::backtest {

namespace {

constexpr std::array kFirstNames = {
    "Prov", "Test", "Mönster", "Påhitt", "Exempel", "Saga", "Dikt", "Skiss", "Fabel", "Modell"};
constexpr std::array kLastNames = {"Testsson", "Provberg", "Exempelqvist", "Påhittad", "Skissberg"};

// A day on which the person is `age` years old on the first of the month.
Date BirthDay(Sketch* sketch, int age) {
  const Date reference = sketch->month().first_day();
  const Date youngest = AddMonths(reference, -12 * age);
  return youngest.PlusDays(-sketch->random.Between(0, 364));
}

// The tax agency's series for tests: serial 238 or 239 with its check digit.
Personnummer TestNumber(Date born, int serial) {
  std::string digits = born.ToString();
  std::erase(digits, '-');
  digits += std::to_string(serial);
  digits += std::to_string(LuhnCheckDigit(digits.substr(2)));
  const StatusOr<Personnummer> number = Personnummer::Parse(digits);
  DM_CHECK(number.ok());  // a real day and a right check digit
  return *number;
}

bool Taken(const Sketch& sketch, const Personnummer& number) {
  const auto& persons = sketch.input.application.persons;
  return std::any_of(persons.begin(), persons.end(), [&number](const Person& person) {
    return person.personnummer == number;
  });
}

Person& AddPerson(Sketch* sketch, PersonRole role, int age) {
  Person person;
  std::vector<Person>& persons = sketch->application().persons;
  person.key = PersonKey::FromTrusted("p" + std::to_string(persons.size() + 1));
  person.role = role;
  do {
    person.born = BirthDay(sketch, age);
    person.personnummer = TestNumber(*person.born, 238 + sketch->random.Between(0, 1));
  } while (Taken(*sketch, person.personnummer));
  person.protected_identity = Answer::kNo;
  person.name =
      std::string(sketch->random.OneOf(kFirstNames)) + " " + sketch->random.OneOf(kLastNames);
  return persons.emplace_back(std::move(person));
}

void AddOtherAdults(Sketch* sketch) {
  const int others = sketch->random.Chance(700) ? 1 : sketch->random.Between(2, 6);
  for (int i = 0; i < others; ++i) {
    Person& person = AddPerson(sketch, PersonRole::kOtherAdult, sketch->random.Between(19, 80));
    // Who lives there may be known by name alone.
    if (sketch->random.Chance(500)) {
      person.personnummer = {};
      person.born.reset();
    }
  }
}

int SingleAge(Sketch* sketch) {
  const int of_thousand = sketch->random.Between(1, 1000);
  if (of_thousand <= 130) return sketch->random.Between(19, 24);
  if (of_thousand <= 190) return sketch->random.Between(65, 82);
  return sketch->random.Between(25, 64);
}

int NumberOfChildren(Sketch* sketch) {
  if (sketch->random.Chance(sketch->options.large_family)) return sketch->random.Between(4, 9);
  const int of_thousand = sketch->random.Between(1, 1000);
  if (of_thousand <= 460) return 1;
  return of_thousand <= 810 ? 2 : 3;
}

void AddChild(Sketch* sketch, int age) {
  Person& child = AddPerson(sketch, PersonRole::kChild, age);
  child.in_school = age >= 6 ? Answer::kYes : Answer::kNo;
  // In preschool a child eats there on weekdays.
  child.free_lunch =
      age >= 1 && age <= 6 && sketch->random.Chance(700) ? Answer::kYes : Answer::kNo;
}

void AddChildren(Sketch* sketch) {
  const int count = NumberOfChildren(sketch);
  const bool youth = sketch->random.Chance(sketch->options.school_youth);
  for (int i = 0; i < count - (youth ? 1 : 0); ++i) AddChild(sketch, sketch->random.Between(0, 17));
  if (youth) {
    Person& person = AddPerson(sketch, PersonRole::kSchoolYouth, sketch->random.Between(18, 20));
    person.in_school = Answer::kYes;
    person.free_lunch = Answer::kNo;
  }
}

// By turns with the other parent: most often every other week.
void LetChildrenAlternate(Sketch* sketch) {
  const int days = sketch->random.Chance(700) ? 15 : sketch->random.Between(8, 22);
  for (Person& person : sketch->application().persons) {
    if (person.role == PersonRole::kChild) {
      person.presence = {.kind = PresenceKind::kVaxelvis, .days = days};
    }
  }
}

void AddVisitingChild(Sketch* sketch) {
  AddChild(sketch, sketch->random.Between(2, 15));
  sketch->application().persons.back().presence = {.kind = PresenceKind::kUmgange,
                                                   .days = sketch->random.Between(2, 9)};
}

}  // namespace

void DrawPersons(Sketch* sketch) {
  const GeneratorOptions& options = sketch->options;
  const int kind = sketch->random.Between(1, 1000);
  const bool couple = kind > options.single + options.single_parent;
  const bool children = (kind > options.single && !couple) ||
                        kind > options.single + options.single_parent + options.couple;
  const int age = children ? sketch->random.Between(21, 54) : SingleAge(sketch);
  AddPerson(sketch, PersonRole::kApplicant, age);
  if (couple) {
    AddPerson(
        sketch, PersonRole::kCoApplicant, std::clamp(age + sketch->random.Between(-6, 6), 19, 85));
  }
  if (children) {
    AddChildren(sketch);
    if (sketch->random.Chance(options.alternating)) LetChildrenAlternate(sketch);
  } else if (!couple && sketch->random.Chance(options.visits)) {
    AddVisitingChild(sketch);
  }
  if (sketch->random.Chance(options.shared_home)) AddOtherAdults(sketch);
  Home& home = sketch->application().home;
  home.persons_in_home = static_cast<int>(sketch->application().persons.size());
  home.rooms = std::min(8, 1 + sketch->children() + (couple ? 1 : 0));
  home.second_hand_permission = Answer::kUnknown;
}

}  // namespace dm::backtest
