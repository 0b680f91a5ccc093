// What a municipality has chosen where the rules leave it open, and its levels: typed here once
// more, as they were decided, and never read from policies/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "worker/core/date.h"

namespace dm::oracle {

// The two invented municipalities.
enum class Town { kExempel, kProv };
enum class PartTimeChild { kWeighted, kFullMember, kNone };
enum class MoneyOf { kMonthBefore, kThirtyDays };

struct Choices {
  Town town = Town::kExempel;
  std::optional<int> day_base = 30;  // nothing: the days of the month
  PartTimeChild part_time_child = PartTimeChild::kWeighted;
  bool age_on_last_day = false;
  bool lunch_by_days = false;
  MoneyOf money_of = MoneyOf::kMonthBefore;
  std::int64_t norm_unit = 100;   // öre
  std::int64_t grant_unit = 100;  // öre
  bool child_cap = true;
  bool habilitation_counts = true;
  std::int64_t small_grant = 0;         // öre
  std::int64_t bank_free = 0;           // öre
  std::int64_t child_savings_free = 0;  // öre
  int surplus_months = 0;
};

struct HouseholdSize {
  int adults = 0;
  int children = 0;
  int oldest_adult = 0;

  int persons() const { return adults + children; }
};

// Whole kronor a month; nothing where the municipality had decided none.
std::optional<std::int64_t> HousingLevel(Town town, Month month, const HouseholdSize& size);
std::optional<std::int64_t> ElectricityLevel(Town town, Month month, const HouseholdSize& size);
std::optional<std::int64_t> InsuranceLevel(Town town, Month month, const HouseholdSize& size);
std::optional<std::int64_t> TravelLevel(Town town, Month month);
// Of an other living cost that may be computed without a person.
std::optional<std::int64_t> ExtraLevel(Town town, Month month, const std::string& kind);
// What one person pays of own fees in twelve months (rules 9).
std::optional<std::int64_t> YearCeiling(Month month, const std::string& kind);

}  // namespace dm::oracle
