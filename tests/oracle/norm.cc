#include <algorithm>
#include <functional>

#include "tests/oracle/another_norm.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/published.h"

namespace dm::oracle {

namespace {

constexpr std::int64_t kKrona = 100;

// Children alone: an adult who is there for some days is somebody's to judge.
bool Alternates(const Person& person) {
  return !IsAdult(person) && (person.presence.kind == PresenceKind::kVaxelvis ||
                              person.presence.kind == PresenceKind::kUmgange);
}

class Adding {
 public:
  Adding(const CaseInput& input,
         const Choices& choices,
         const NormYear& year,
         std::vector<std::string>* open)
      : input_(input), choices_(choices), year_(year), open_(open) {}

  NormResult Add() {
    const std::size_t before = open_->size();
    for (const Person& person : input_.application.persons) {
      if (IsMember(person)) AddPerson(person);
    }
    AddCommon();
    DecidedForNobody(input_, open_);
    norm_.known = open_->size() == before;
    return std::move(norm_);
  }

 private:
  int DayBase() const { return choices_.day_base.value_or(input_.application.month.days()); }

  Fraction ShareOfMonth(const Person& person) const {
    if (!Alternates(person)) return Whole(1);
    return Smaller(Quotient(person.presence.days, DayBase()), Whole(1));
  }

  bool PartOfTheMonth(const Person& person) const { return Less(ShareOfMonth(person), Whole(1)); }

  // A row from its exact amount in kronor, and what a person has decided of it.
  std::int64_t Row(const RowName& name, Fraction kronor, const Another& another = {}) {
    const Fraction rounded = Product(Product(kronor, another.times), Whole(kKrona));
    const Fraction exact = Sum(rounded, Whole(another.added));
    const std::int64_t amount = HalfUp(rounded, choices_.norm_unit) + another.added;
    if (another.open || amount < 0) open_->push_back("another norm of " + name.second);
    norm_.lines.push_back({{name}, amount, exact});
    norm_.sum += amount;
    return amount;
  }

  void AddPerson(const Person& person) {
    const RowName name = {"norm.personal", person.key.value()};
    const Another another = AnotherNorm(input_, person);
    if (IsAdult(person)) {
      const bool two = SizeOf(input_, choices_).adults == 2;
      const Fraction amount = two ? Quotient(year_.together, 2) : Whole(year_.alone);
      norm_.personal.emplace_back(name.second, Row(name, amount, another));
      return;
    }
    if (!person.born) {
      open_->push_back("age of " + name.second);
      return;
    }
    const int age = AgeAtStart(input_, choices_, person);
    if (age <= 6 && person.free_lunch == Answer::kUnknown) {
      open_->push_back("lunch of " + name.second);
      return;
    }
    const bool elsewhere = age <= 6 && person.free_lunch == Answer::kYes;
    const auto amount = ChildNorm(year_, age, elsewhere);
    if (!amount) {
      open_->push_back("band of " + name.second);
      return;
    }
    if (Alternates(person) && person.presence.days == 0) {
      open_->push_back("days of " + name.second);
      return;
    }
    const Fraction share = ShareOfMonth(person);
    Fraction part = Product(Whole(*amount), share);
    if (elsewhere && choices_.lunch_by_days) {
      if (!person.lunch_home_days) {
        open_->push_back("days with lunch at home of " + name.second);
        return;
      }
      // Never more of them than days in the home.
      const Fraction days = Smaller(Quotient(*person.lunch_home_days, DayBase()), share);
      const int more = *ChildNorm(year_, age, false) - *amount;
      part = Sum(part, Product(Whole(more), days));
    }
    norm_.personal.emplace_back(name.second, Row(name, part, another));
  }

  void AddCommon() {
    const int members = MembersOfCase(input_);
    int others = 0;
    int whole_month = 0;
    std::vector<Fraction> parts;
    for (const Person& person : input_.application.persons) {
      if (person.presence.kind == PresenceKind::kAbsent) continue;
      if (!IsMember(person)) {
        ++others;
      } else if (PartOfTheMonth(person)) {
        parts.push_back(ShareOfMonth(person));
      } else {
        ++whole_month;
      }
    }
    // Not stated: those who are named, and a person is told.
    const int in_home = std::max(input_.application.home.persons_in_home, members + others);
    if (in_home > members && !parts.empty()) {
      // The two rules have no agreed order.
      open_->push_back("a part-time child in a shared home");
      return;
    }
    Fraction common = Product(Whole(CommonNorm(year_, in_home)), Quotient(members, in_home));
    if (!parts.empty()) common = WithPartTime(whole_month, std::move(parts));
    norm_.common = Row({"norm.common", ""}, common);
  }

  Fraction WithPartTime(int whole_month, std::vector<Fraction> parts) const {
    const int children = static_cast<int>(parts.size());
    switch (choices_.part_time_child) {
      case PartTimeChild::kFullMember:
        return Whole(CommonNorm(year_, whole_month + children));
      case PartTimeChild::kNone:
        return Whole(CommonNorm(year_, whole_month));
      case PartTimeChild::kWeighted:
        break;
    }
    std::sort(parts.begin(), parts.end(), [](Fraction a, Fraction b) { return Less(b, a); });
    Fraction common = Whole(CommonNorm(year_, whole_month));
    for (int k = 1; k <= children; ++k) {
      const int more = CommonNorm(year_, whole_month + k) - CommonNorm(year_, whole_month + k - 1);
      common = Sum(common, Product(Whole(more), parts[static_cast<std::size_t>(k - 1)]));
    }
    return common;
  }

  const CaseInput& input_;
  const Choices& choices_;
  const NormYear& year_;
  std::vector<std::string>* open_;
  NormResult norm_;
};

}  // namespace

bool IsAdult(const Person& person) {
  return person.role == PersonRole::kApplicant || person.role == PersonRole::kCoApplicant;
}

bool IsYoung(const Person& person) {
  return person.role == PersonRole::kChild || person.role == PersonRole::kSchoolYouth;
}

bool IsMember(const Person& person) {
  return (IsAdult(person) || IsYoung(person)) && person.presence.kind != PresenceKind::kAbsent;
}

int AgeAtStart(const CaseInput& input, const Choices& choices, const Person& person) {
  const Month month = input.application.month;
  const Date day = choices.age_on_last_day ? month.last_day() : month.first_day();
  int age = day.year() - person.born->year();
  const bool birthday_later =
      person.born->month() > day.month() ||
      (person.born->month() == day.month() && person.born->day() > day.day());
  if (birthday_later) --age;
  return std::max(0, age);  // born later in the month
}

int MembersOfCase(const CaseInput& input) {
  int members = 0;
  for (const Person& person : input.application.persons) members += IsMember(person) ? 1 : 0;
  return members;
}

HouseholdSize SizeOf(const CaseInput& input, const Choices& choices) {
  HouseholdSize size;
  for (const Person& person : input.application.persons) {
    if (!IsMember(person)) continue;
    ++(IsAdult(person) ? size.adults : size.children);
    if (IsAdult(person) && person.born) {
      size.oldest_adult = std::max(size.oldest_adult, AgeAtStart(input, choices, person));
    }
  }
  return size;
}

NormResult NormOfHousehold(const CaseInput& input,
                           const Choices& choices,
                           std::vector<std::string>* open) {
  const NormYear* year = NormOf(input.application.month.year());
  if (year == nullptr) {
    open->push_back("norm of the year");
    return {};
  }
  const int adults = SizeOf(input, choices).adults;
  if (adults < 1 || adults > 2) {
    open->push_back("adults of the case");
    return {};
  }
  return Adding(input, choices, *year, open).Add();
}

}  // namespace dm::oracle
