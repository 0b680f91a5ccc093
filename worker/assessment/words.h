// Words: how a person and an agency are called in sentences.
#pragma once

#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "worker/assessment/policy_reader.h"
#include "worker/case/assessment.h"
#include "worker/case/evidence.h"
#include "worker/case/household.h"

namespace dm::assessment {

// Adds a sentence to what a row says of itself, where it is to be put in words.
template <typename... Values>
void Tell(const PolicyReader& policy,
          CalculationRow* row,
          fmt::format_string<const Values&...> text,
          const Values&... values) {
  if (policy.tells()) fmt::format_to(std::back_inserter(row->why), text, values...);
}

// Adds a place in the case, or a rule, that a row rests on; `place` makes its text where it is
// wanted.
template <typename Place>
void AddPlace(const PolicyReader& policy, CalculationRow* row, const Place& place) {
  if (policy.places()) row->inputs.emplace_back(place());
}

// "Sökanden", "Medsökanden", "Barnet": persons are never named in the file's codes and reasons.
std::string RoleText(const std::vector<Person>& persons, const PersonKey& key);

}  // namespace dm::assessment

template <>
struct fmt::formatter<dm::Money> : fmt::formatter<std::string> {
  template <typename FormatContext>
  auto format(dm::Money amount, FormatContext& context) const {
    return fmt::formatter<std::string>::format(amount.ToSwedish(), context);
  }
};

template <>
struct fmt::formatter<dm::Date> : fmt::formatter<std::string> {
  template <typename FormatContext>
  auto format(dm::Date day, FormatContext& context) const {
    return fmt::formatter<std::string>::format(day.ToString(), context);
  }
};
