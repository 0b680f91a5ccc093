// Rules 8 and 9: what is applied for, shown and within the level.
#include <algorithm>
#include <map>
#include <optional>

#include "tests/oracle/oracle.h"

namespace dm::oracle {

namespace {

constexpr std::int64_t kKrona = 100;

// The levels of the invented municipality, decided for 2025 and 2026.
std::int64_t HousingLevel(int year, int adults, int children, int oldest) {
  const bool now = year >= 2026;
  if (adults == 1 && children == 0 && oldest <= 24) return now ? 6100 : 5900;
  static const std::int64_t kNow[2][4] = {{7600, 8900, 10200, 11400}, {8400, 9700, 10900, 12000}};
  static const std::int64_t kThen[2][4] = {{7400, 7400, 9800, 11000}, {8100, 9400, 10500, 11600}};
  const int further = std::max(0, children - 3);
  const int column = std::min(children, 3);
  return (now ? kNow : kThen)[adults - 1][column] + further * (now ? 1100 : 1000);
}

std::int64_t ElectricityLevel(int persons) {
  return 500 + 150 * (persons - 1);  // 500, 650, 800, 950, and so on
}

std::int64_t InsuranceLevel(int persons) {
  return persons <= 2 ? 200 : 275;
}

constexpr std::int64_t kTravelLevel = 900;

std::optional<std::int64_t> ExtraLevel(const std::string& kind) {
  if (kind == "medicine_prescription" || kind == "healthcare_fee") return 500;
  if (kind == "childcare_fee") return 1700;
  return std::nullopt;
}

// Öre; nothing where there is no level for the type.
std::optional<std::int64_t> Level(const CaseInput& input, CostType type) {
  int adults = 0;
  int children = 0;
  int oldest = 0;
  for (const Person& person : input.application.persons) {
    if (person.role == PersonRole::kApplicant || person.role == PersonRole::kCoApplicant) {
      ++adults;
      if (person.born) oldest = std::max(oldest, AgeAtStart(input, person));
    } else if (person.role != PersonRole::kOtherAdult) {
      ++children;
    }
  }
  const int persons = adults + children;
  switch (type) {
    case CostType::kBoende:
      return kKrona * HousingLevel(input.application.month.year(), adults, children, oldest);
    case CostType::kHushallsel:
      return kKrona * ElectricityLevel(persons);
    case CostType::kHemforsakring:
      return kKrona * InsuranceLevel(persons);
    case CostType::kArbetsresor:
      return kKrona * kTravelLevel;
    case CostType::kFackforening:
    case CostType::kArbetsloshetskassa:
    case CostType::kOtherLivingCost:
      return std::nullopt;
  }
  return std::nullopt;
}

bool GraceLastsTheMonth(const CaseInput& input) {
  return input.frame && input.frame->housing.cap_grace_until &&
         *input.frame->housing.cap_grace_until >= input.application.month.last_day();
}

}  // namespace

CostResult CostsOfHousehold(const CaseInput& input, std::vector<std::string>* open) {
  CostResult result;
  std::map<CostType, std::int64_t> supported_of_type;
  for (const Cost& cost : input.application.costs) {
    if (cost.applied.is_zero()) continue;
    if (!cost.proven) {
      open->push_back("proof of a cost");
      result.all_approved = false;
      continue;
    }
    const std::int64_t supported = std::min(cost.applied.ore(), cost.proven->ore());
    if (cost.type != CostType::kOtherLivingCost) {
      supported_of_type[cost.type] += supported;
      if (supported < cost.applied.ore()) result.all_approved = false;
      continue;
    }
    const auto level = ExtraLevel(cost.other_code);
    if (!level || supported > *level * kKrona) {
      open->push_back("a need that a person weighs");
      result.all_approved = false;
      continue;
    }
    result.extra += supported;
    if (supported < cost.applied.ore()) result.all_approved = false;
  }
  for (const auto& [type, supported] : supported_of_type) {
    std::int64_t approved = supported;
    const auto level = Level(input, type);
    const bool grace = type == CostType::kBoende && GraceLastsTheMonth(input);
    if (level && supported > *level && !grace) {
      approved = *level;
      result.all_approved = false;
    }
    result.costs += approved;
    if (type == CostType::kBoende) result.housing += approved;
  }
  return result;
}

}  // namespace dm::oracle
