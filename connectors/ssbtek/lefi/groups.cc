#include "connectors/ssbtek/lefi/groups.h"

#include <algorithm>
#include <array>

namespace dm::ssbtek::lefi {
namespace {

constexpr auto kFkBenefits = std::to_array<std::string_view>(
    {"FK:ABB",  "FK:AP",   "FK:AS", "FK:BOB", "FK:BST",  "FK:BTI", "FK:DPE", "FK:EJO", "FK:ET",
     "FK:FP",   "FK:FSJP", "FK:GP", "FK:HE",  "FK:MABB", "FK:MEK", "FK:NP",  "FK:OMV", "FK:PJOB",
     "FK:PROG", "FK:RBE",  "FK:SA", "FK:SBP", "FK:SJP",  "FK:TFP", "FK:US",  "FK:VB",  "FK:YL"});
constexpr auto kPmBenefits = std::to_array<std::string_view>({"PM:AP", "PM:BTI", "PM:EF"});
constexpr auto kFkOthers =
    std::to_array<std::string_view>({"FK:GEPI", "FK:PANV", "FK:SGI", "FK:SKUP", "FK:STAV"});
constexpr auto kPmOthers = std::to_array<std::string_view>({"PM:LINT", "PM:PBH", "PM:PU"});

template <typename List>
bool Holds(const List& list, std::string_view code) {
  return std::ranges::find(list, code) != list.end();
}

template <typename List>
bool HoldsBare(const List& list, std::string_view bare_code) {
  constexpr std::size_t kPrefix = 3;  // "FK:", "PM:"
  return std::ranges::any_of(
      list, [&](std::string_view code) { return code.substr(kPrefix) == bare_code; });
}

}  // namespace

bool IsFkBenefitGroup(std::string_view code) {
  return Holds(kFkBenefits, code);
}

bool IsPmBenefitGroup(std::string_view code) {
  return Holds(kPmBenefits, code);
}

bool IsFkOther(std::string_view code) {
  return Holds(kFkOthers, code);
}

bool IsPmOther(std::string_view code) {
  return Holds(kPmOthers, code);
}

bool IsGroup(std::string_view code) {
  return IsFkBenefitGroup(code) || IsPmBenefitGroup(code) || IsFkOther(code) || IsPmOther(code);
}

bool IsGroupOfBoth(std::string_view bare_code) {
  return HoldsBare(kFkBenefits, bare_code) && HoldsBare(kPmBenefits, bare_code);
}

std::vector<std::string> AllGroups() {
  std::vector<std::string> all(kFkBenefits.begin(), kFkBenefits.end());
  all.insert(all.end(), kPmBenefits.begin(), kPmBenefits.end());
  all.insert(all.end(), kFkOthers.begin(), kFkOthers.end());
  all.insert(all.end(), kPmOthers.begin(), kPmOthers.end());
  return all;
}

}  // namespace dm::ssbtek::lefi
