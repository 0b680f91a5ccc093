// Part: a part of the assessment that looks at a case. A gate names the parts that must have looked
// before it may pass, so that forgetting one can never let a case through.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dm {

enum class Part {
  kSignatures,
  kSequence,
  kFrame,
  kHousehold,
  kAges,
  kProtection,
  kRegisters,
  kPopulationRegister,
  kResidence,
  kCircumstances,
  kWords,
  kBenefitCases,
  kWork,
  kCosts,
  kIncomes,
  kAssets,
  kResult,
  kChildren,
  kRules,
};

// "signatures"; nothing for a word that is no part.
std::optional<Part> PartOf(std::string_view word);
// All words, a comma between them.
std::string PartWords();

}  // namespace dm
