#include "connectors/sim/scenario.h"

#include <algorithm>

#include "connectors/sim/archive.h"

namespace dm::sim {

bool Scenario::Knows(const std::string& person) const {
  return persons.contains(person) || std::ranges::any_of(archives, [&person](const auto& archive) {
           return archive->Contains(person);
         });
}

std::size_t Scenario::PersonCount() const {
  std::size_t count = persons.size();
  for (const auto& archive : archives) count += archive->size();
  return count;
}

StatusOr<FoundPerson> FindPerson(const Scenario& scenario, const std::string& person) {
  const auto found = scenario.persons.find(person);
  if (found != scenario.persons.end()) return FoundPerson{.person = &found->second};
  for (const auto& archive : scenario.archives) {
    DM_ASSIGN_OR_RETURN(auto kept, archive->Find(person));
    if (kept != nullptr) return FoundPerson{.person = kept.get(), .kept = kept};
  }
  return FoundPerson{};
}

}  // namespace dm::sim
