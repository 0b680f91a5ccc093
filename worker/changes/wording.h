// Wording: values, cells, columns and periods as the comparison says them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/policy_data.h"

namespace dm::changes {

// The word that the set has for `code`, or `otherwise`.
std::string WordOf(const policy::PolicyData& data,
                   const std::string& code,
                   const std::string& otherwise);

// "7 600 kr", "12 procent", "ja", "hel krona".
std::string ValueIn(const policy::PolicyData& data,
                    const policy::ValueType& type,
                    const FactValue& value);

// "Vuxna 1, Barn 0"; cells that fit anything are left out; "alla" when none is left.
std::string RowIn(const policy::PolicyData& data,
                  const std::vector<policy::Column>& columns,
                  const std::vector<policy::Cell>& cells);
// "Register: Försäkringskassan; Förmån: AP eller GP", where the columns have names of several
// words.
std::string ConditionsIn(const policy::PolicyData& data,
                         const std::vector<policy::Column>& columns,
                         const std::vector<policy::Cell>& cells);
std::string ColumnIn(const policy::PolicyData& data, const policy::Column& column);
std::string CellIn(const policy::PolicyData& data,
                   const policy::Column& column,
                   const policy::Cell& cell);

// "från 2027-01-01", "från 2026-01-01 till 2026-12-31", "alltid".
std::string PeriodIn(const Period& period);

// "a, b"; "ingen" for nothing.
std::string Listed(const std::vector<std::string>& words);

// With "\n" for a line feed: one in a text of the rules must not begin a line that looks like
// another change.
std::string OneLine(std::string_view text);

// "a → b".
std::string FromTo(const std::string& before, const std::string& after);

}  // namespace dm::changes
