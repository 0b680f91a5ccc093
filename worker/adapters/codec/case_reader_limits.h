// What case_reader.cc takes for certain beyond the form of each field: no more than from_proto.h
// takes, and where names are shared, the narrower limit. case_reader_test holds each field of each
// message against the message's own reader.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "worker/adapters/codec/case_reader_values.h"
#include "worker/adapters/codec/limits.h"
#include "worker/case/case_record.h"

namespace dm::codec {

struct Between {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

// Fields of these names hold a line wherever they stand; any other text is measured as a code, and
// a longer one is left to the message.
inline constexpr std::array<std::string_view, 14> kLines = {"also_at",
                                                            "benefit_text",
                                                            "city",
                                                            "decision_text",
                                                            "decision_type_text",
                                                            "family",
                                                            "kind_text",
                                                            "locator",
                                                            "mandate",
                                                            "reason_text",
                                                            "reference",
                                                            "street",
                                                            "text",
                                                            "unclear"};

constexpr TextRule TextLimits(std::string_view name) {
  constexpr std::size_t kLanguageBytesMax = 35;  // as application.cc has it
  if (name == "language") return {kLanguageBytesMax, false};
  for (const std::string_view line : kLines) {
    if (name == line) return {kLineBytesMax, false};
  }
  return {kCodeBytesMax, name.ends_with("sha256")};
}

constexpr Between NumberLimits(std::string_view name) {
  if (name == "persons_in_home") return {0, kPersonsInHomeMax};
  if (name == "rooms") return {0, kRoomsMax};
  if (name == "share_of_rent_permille") return {1, 1000};
  if (name == "factor_permille") return {0, 5000};
  if (name == "version" || name == "schema_deviations") return {0, 1'000'000};
  if (name == "numerator") return {0, 1000};
  if (name == "denominator") return {1, 1000};
  if (name == "half_days" || name == "hours" || name == "used") return {0, 10'000};
  if (name == "year") return {1900, 2199};
  if (name == "extent_percent" || name == "count") return {0, 100};
  if (name == "at_home" || name == "alternating" || name == "at_times") return {0, 100};
  return {0, 31};  // days of a month; more of another kind are left to the message
}

constexpr std::size_t ItemsMax(std::string_view name) {
  if (name == "answers") return kSourcesMax;
  if (name == "months") return kHistoryMonthsMax;
  if (name == "youth_work") return kYouthWorkMax;
  if (name == "costs" || name == "incomes" || name == "documents") return kCostsMax;
  if (name == "payments" || name == "benefit_cases") return kRegisterRowsMax;
  return kUnlistedCodesMax;  // the shortest of the others
}

struct FieldLimits {
  TextRule text;
  Between number;
  std::size_t items_max = 0;
};

constexpr FieldLimits LimitsOf(std::string_view name) {
  return {TextLimits(name), NumberLimits(name), ItemsMax(name)};
}

// Registers correct earlier amounts with negative ones.
template <typename Owner>
constexpr std::int64_t OreMin() {
  if constexpr (std::is_same_v<Owner, Deduction> || std::is_same_v<Owner, PaymentRow> ||
                std::is_same_v<Owner, Payment> || std::is_same_v<Owner, CaseAmount> ||
                std::is_same_v<Owner, CapitalFigure>)
    return -kAmountOreMax;
  return std::is_same_v<Owner, NormAdjustment> ? 1 : 0;
}

static_assert(kIncomesMax == kCostsMax && kDocumentsMax == kCostsMax);
static_assert(kPersonsMax >= kUnlistedCodesMax && kSignaturesMax >= kUnlistedCodesMax &&
              kPlansMax >= kUnlistedCodesMax && kAssetsMax >= kUnlistedCodesMax &&
              kDeviationsMax >= kUnlistedCodesMax && kRegisterGroupsMax >= kUnlistedCodesMax);

// What must be there once all fields are read, and what is set where it is not: as from_proto.h.
template <typename T>
bool Settle(T& /*value*/) {
  return true;
}

bool Settle(Period& value);
bool Settle(Person& value);
bool Settle(FramePerson& value);
bool Settle(Cost& value);
bool Settle(FrameCost& value);
bool Settle(ApprovedCost& value);
bool Settle(DeclaredIncome& value);
bool Settle(CountedIncome& value);
bool Settle(FrameIncome& value);
bool Settle(Document& value);
bool Settle(Application& value);
bool Settle(FrameHousing& value);
bool Settle(NormAdjustment& value);
bool Settle(Barrier& value);
bool Settle(ChildRecord& value);
bool Settle(Frame& value);
bool Settle(HistoryMonth& value);
bool Settle(History& value);
bool Settle(Extent& value);
bool Settle(Deduction& value);
bool Settle(PaymentRow& value);
bool Settle(BenefitCase& value);
bool Settle(GroupState& value);
bool Settle(SchemaDeviation& value);
bool Settle(CapitalFigure& value);
bool Settle(RegisteredPerson& value);
bool Settle(SourceAnswer& value);
bool Settle(PersonEvidence& value);

}  // namespace dm::codec
