// Ledger: what is said of each person's income of each kind, side by side: the frame expects it,
// the applicant declares it, a register shows it. Kinds belong to groups
// (tables/income_groups.yaml), so that a typfall can speak of "the family's benefits" without a
// list of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/assessment/context.h"
#include "worker/assessment/incomes.h"

namespace dm::assessment {

struct LedgerEntry {
  PersonKey person;
  std::string kind;
  std::string group;
  std::optional<Money> expected;  // by the frame
  std::optional<Money> declared;  // for the income month
  std::optional<Money> shown;     // by the registers, in the income month
  Money counted;                  // in the calculation
};

class Ledger {
 public:
  // `result` has the rows of the incomes.
  Ledger(const Incomes& incomes, const Assessment& result, const Context& context);

  const std::vector<LedgerEntry>& entries() const { return entries_; }

  // Within the tolerance of the municipality; two that are missing agree, one does not.
  bool Agree(const std::optional<Money>& a, const std::optional<Money>& b) const;

 private:
  LedgerEntry& At(const PersonKey& person, std::string_view kind, const Context& context);

  std::vector<LedgerEntry> entries_;
  std::optional<Money> tolerance_;
};

// The word of output `output` in the first row of `table` that fits the word of its one fact; null
// when no row fits. Stands until the rulebook forgets it, between two cases.
const std::string* WordOf(const Context& context,
                          std::string_view table,
                          std::string_view output,
                          FactId fact,
                          std::string_view word);

// One word for a household: "none", the single one of `words`, or "several".
std::string_view SingleWord(const std::vector<std::string_view>& words);

// "lon" of the row "income.lon".
std::string_view KindOfRow(const CalculationRow& row);

}  // namespace dm::assessment
