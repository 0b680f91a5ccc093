// Words: how a person and an agency are called in sentences.
#pragma once

#include <string>
#include <vector>

#include "worker/case/evidence.h"
#include "worker/case/household.h"

namespace dm::assessment {

// "Sökanden", "Medsökanden", "Barnet": persons are never named in the file's codes and reasons.
std::string RoleText(const std::vector<Person>& persons, const PersonKey& key);

// "Försäkringskassan": the agency's name in sentences.
const char* AgencyName(Source source);

}  // namespace dm::assessment
