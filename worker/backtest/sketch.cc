#include "worker/backtest/sketch.h"

#include <algorithm>

namespace dm::backtest {

int Sketch::Age(const Person& person) const {
  return person.born ? CompletedYears(*person.born, month().first_day()) : 0;
}

int Sketch::adults() const {
  const auto& persons = input.application.persons;
  return static_cast<int>(std::count_if(persons.begin(), persons.end(), [](const Person& person) {
    return IsAdultInCase(person.role);
  }));
}

int Sketch::children() const {
  const auto& persons = input.application.persons;
  return static_cast<int>(std::count_if(persons.begin(), persons.end(), [](const Person& person) {
    return person.role == PersonRole::kChild || person.role == PersonRole::kSchoolYouth;
  }));
}

Date BankDayIn(Month month, int day) {
  const Date date = month.first_day().PlusDays(day - 1);
  const int over = std::max(0, date.iso_weekday() - 5);
  return over < day ? date.PlusDays(-over) : date;
}

Money Kr(int kronor) {
  return Money::FromKronor(kronor);
}

}  // namespace dm::backtest
