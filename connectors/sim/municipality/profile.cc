#include "connectors/sim/municipality/profile.h"

#include <array>
#include <utility>

#include <fmt/core.h>

namespace dm::municipality {
namespace {

constexpr int kPeakDays = 10;
constexpr int kDaysBefore = 20;  // of the peak, in which the others come
constexpr int kLateDaysMax = 9;
constexpr int kErrorKronor = 600;

constexpr std::array<std::pair<std::string_view, int>, 6> kSizes = {
    {{"XS", 106}, {"S", 425}, {"M", 1'335}, {"L", 2'900}, {"XL", 9'500}, {"nation", 116'000}}};

bool Happens(SplitMix64& random, int permille) {
  return random.Between(1, 1000) <= permille;
}

bool IsWeekend(Date date) {
  return date.iso_weekday() >= 6;
}

// A day of the month before, at the weekend or not, in the last ten days or earlier.
Date ArrivalDay(Month month, SplitMix64& random) {
  const Date last = month.PlusMonths(-1).last_day();
  const bool weekend = Happens(random, kWeekendPercent * 10);
  const bool peak = Happens(random, kPeakPercent * 10);
  for (;;) {
    const int back =
        peak ? random.Between(0, kPeakDays - 1) : kPeakDays + random.Between(0, kDaysBefore - 1);
    const Date day = last.PlusDays(-back);
    if (IsWeekend(day) == weekend && Month::Of(day) == month.PlusMonths(-1)) return day;
  }
}

// Mostly in the evening, as people who work or seek work write.
std::string ArrivalTime(Month month, SplitMix64& random) {
  const Date day = ArrivalDay(month, random);
  const int hour = random.Between(0, 99) < 60 ? random.Between(15, 20) : random.Between(5, 14);
  return fmt::format(
      "{}T{:02}:{:02}:{:02}Z", day.ToString(), hour, random.Between(0, 59), random.Between(0, 59));
}

// The stated income is too low, or where there is none the rent too high.
void MakeError(Household& household) {
  household.story += "+differs";
  if (household.benefits.empty()) {
    household.expenses.front().applied += Money::FromKronor(kErrorKronor);
    return;
  }
  household.benefits.front().declared =
      household.benefits.front().net() - Money::FromKronor(kErrorKronor);
}

// Families are drawn as unemployed; in a month of casework half of all households are, and the
// others have the reasons below, so that social reasons become 15 in a hundred of all.
void DrawBarrier(SplitMix64& random, Household& household) {
  constexpr std::array<std::pair<std::string_view, int>, 5> kOfFamilies = {{{"arbetslos", 24},
                                                                            {"sociala_skal", 29},
                                                                            {"deltidsarbete", 20},
                                                                            {"sprakhinder", 15},
                                                                            {"foraldraledig", 12}}};
  if (household.members.size() < 2 || household.barrier != "arbetslos") return;
  int at = random.Between(1, 100);
  for (const auto& [barrier, percent] : kOfFamilies) {
    at -= percent;
    if (at > 0) continue;
    household.barrier = barrier;
    break;
  }
  household.job_seeker = household.barrier == "arbetslos" || household.barrier == "deltidsarbete";
}

}  // namespace

std::optional<int> SizeNamed(std::string_view name) {
  for (const auto& [size, households] : kSizes) {
    if (size == name) return households;
  }
  return std::nullopt;
}

void ApplyCasework(Month month, SplitMix64& random, Household& household) {
  household.received_at = ArrivalTime(month, random);
  DrawBarrier(random, household);
  if (Happens(random, kErrorPermille)) MakeError(household);
  if (Happens(random, kProtectedPermille)) {
    household.protected_declared = true;
    household.story += "+protected";
  }
  if (Happens(random, kLateDocumentPercent * 10)) {
    household.document_late_days = random.Between(1, kLateDaysMax);
    household.expenses.front().proven.reset();
    household.story += "+late-document";
  }
}

}  // namespace dm::municipality
