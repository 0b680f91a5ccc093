// ValueType: how the text of a policy file becomes a value. Types come from the schema, never from
// YAML, and no amount ever passes through a floating-point number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/facts.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/yaml_tree.h"

namespace dm::policy {

enum class Unit {
  kKr,       // text such as 2740, 2740.50 or 2740,50; kept as öre
  kCount,    // a whole number: months, days, hours, pieces
  kPercent,  // a whole number of percent
  kBool,     // true or false
  kCode,     // a word of a closed domain
  kText,     // free text
  kDate,     // YYYY-MM-DD; kept as days since 1970-01-01
};
// Nothing for a word that is no unit.
std::optional<Unit> UnitOf(std::string_view word);
const char* UnitWord(Unit unit);

// A closed list of words, from schema/domains.yaml.
struct Domain {
  std::string id;
  std::vector<std::string> codes;

  bool Has(std::string_view code) const;
};

struct ValueType {
  Unit unit = Unit::kCount;
  const Domain* domain = nullptr;  // kCode only
};

// Nothing when `node` is no value of the type; then `errors` has been told. `what` names it: "value
// of RC26-1".
std::optional<FactValue> ReadValue(const ValueType& type,
                                   const YamlNode& node,
                                   const std::string& what,
                                   FileErrors& errors);
std::optional<FactValue> ReadValueText(const ValueType& type,
                                       const std::string& text,
                                       int line,
                                       const std::string& what,
                                       FileErrors& errors);

// A whole number of at most 15 digits with an optional minus; no plus, no grouping, no leading
// zeros.
std::optional<std::int64_t> ParseWhole(std::string_view text);

// The day after the last day of `period`; nothing where it is open.
std::optional<Date> DayAfter(const Period& period);

}  // namespace dm::policy
