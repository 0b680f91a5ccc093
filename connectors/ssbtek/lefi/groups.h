// The codes that a LEFI v9 question may name (LefiFkFormanGruppKod, LefiPmFormanGruppKod,
// LefiExternOvrigInformationTypKod).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dm::ssbtek::lefi {

bool IsFkBenefitGroup(std::string_view code);  // one of the 27: FK:ABB …
bool IsPmBenefitGroup(std::string_view code);  // PM:AP, PM:BTI, PM:EF
bool IsFkOther(std::string_view code);         // FK:GEPI …
bool IsPmOther(std::string_view code);         // PM:LINT …

bool IsGroup(std::string_view code);  // any of the above

// Whether both agencies have a benefit group of this code, written without prefix ("AP", "BTI"): it
// is moving from FK to PM, and both may tell of it.
bool IsGroupOfBoth(std::string_view bare_code);

inline bool IsFkGroup(std::string_view code) {
  return IsFkBenefitGroup(code) || IsFkOther(code);
}

inline bool IsPmGroup(std::string_view code) {
  return IsPmBenefitGroup(code) || IsPmOther(code);
}

// Every code above, in the contract's order.
std::vector<std::string> AllGroups();

}  // namespace dm::ssbtek::lefi
