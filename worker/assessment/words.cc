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

const char* AgencyName(Source source) {
  switch (source) {
    case Source::kAf:
      return "Arbetsförmedlingen";
    case Source::kCsn:
      return "CSN";
    case Source::kFk:
      return "Försäkringskassan";
    case Source::kPm:
      return "Pensionsmyndigheten";
    case Source::kSkv:
      return "Skatteverket";
    case Source::kSo:
      return "A-kassan";
    case Source::kTns:
      return "Transportstyrelsen";
    case Source::kMiv:
      return "Migrationsverket";
    case Source::kFolk:
      return "Folkbokföringen";
  }
  return "Registret";
}

}  // namespace dm::assessment
