#include "worker/assessment/words.h"

namespace dm::assessment {

std::string RoleText(const std::vector<Person>& persons, const PersonKey& key) {
  const Person* person = FindPerson(persons, key);
  if (person == nullptr) return "Personen";
  switch (person->role) {
    case PersonRole::kApplicant:
      return "Sökanden";
    case PersonRole::kCoApplicant:
      return "Medsökanden";
    case PersonRole::kChild:
    case PersonRole::kSchoolYouth:
      return "Barnet";
    case PersonRole::kOtherAdult:
      return "Den andra vuxna i hemmet";
  }
  return "Personen";
}

}  // namespace dm::assessment
