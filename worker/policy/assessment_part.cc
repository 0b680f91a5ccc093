#include "worker/policy/assessment_part.h"

#include <utility>

namespace dm {

namespace {

constexpr std::pair<Part, std::string_view> kWords[] = {
    {Part::kSignatures, "signatures"},
    {Part::kSequence, "sequence"},
    {Part::kFrame, "frame"},
    {Part::kHousehold, "household"},
    {Part::kAges, "ages"},
    {Part::kProtection, "protection"},
    {Part::kRegisters, "registers"},
    {Part::kPopulationRegister, "population_register"},
    {Part::kResidence, "residence"},
    {Part::kCircumstances, "circumstances"},
    {Part::kWords, "words"},
    {Part::kBenefitCases, "benefit_cases"},
    {Part::kWork, "work"},
    {Part::kCosts, "costs"},
    {Part::kIncomes, "incomes"},
    {Part::kAssets, "assets"},
    {Part::kResult, "result"},
    {Part::kChildren, "children"},
    {Part::kRules, "rules"},
};

}  // namespace

std::optional<Part> PartOf(std::string_view word) {
  for (const auto& [part, name] : kWords) {
    if (name == word) return part;
  }
  return std::nullopt;
}

std::string PartWords() {
  std::string words;
  for (const auto& [part, name] : kWords) {
    if (!words.empty()) words += ", ";
    words += name;
  }
  return words;
}

}  // namespace dm
