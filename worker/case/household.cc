#include "worker/case/household.h"

#include <algorithm>

namespace dm {

const Person* FindPerson(const std::vector<Person>& persons, const PersonKey& key) {
  const auto found = std::find_if(
      persons.begin(), persons.end(), [&key](const Person& person) { return person.key == key; });
  return found == persons.end() ? nullptr : &*found;
}

bool IsAdultInCase(PersonRole role) {
  return role == PersonRole::kApplicant || role == PersonRole::kCoApplicant;
}

bool IsMemberOfCase(PersonRole role) {
  return role != PersonRole::kOtherAdult;
}

bool HasChildren(const std::vector<Person>& persons) {
  return std::any_of(persons.begin(), persons.end(), [](const Person& person) {
    return person.role == PersonRole::kChild;
  });
}

}  // namespace dm
