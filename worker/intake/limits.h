// Limits of an application. Each is far above what a household sends and far below what could make
// one case costly: a message that breaks one is a mistake of the sender, told at once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "worker/case/late_document.h"
#include "worker/core/money.h"

namespace dm::intake {

inline constexpr std::size_t kPersonsMax = 20;
inline constexpr std::size_t kCostsMax = 64;
inline constexpr std::size_t kIncomesMax = 64;
inline constexpr std::size_t kAssetsMax = 64;
inline constexpr std::size_t kDocumentsMax = kApplicationDocumentsMax;
inline constexpr std::size_t kYouthWorkMax = kPersonsMax * 12;  // a calendar year each
inline constexpr std::size_t kHistoryMonthsMax = 36;
inline constexpr std::size_t kHistoryRowsMax = 64;
inline constexpr int kPersonsInHomeMax = 50;
inline constexpr int kRoomsMax = 50;

inline constexpr std::size_t kFreeTextCharactersMax = 4000;
inline constexpr std::size_t kNameCharactersMax = 200;

// The month applied for, counted from the month of receipt. The window opens some weeks before the
// month (casework.md T-09) and two-month decisions exist; older months are late, which a person
// judges (R29), but not years late.
inline constexpr int kMonthsAheadMax = 3;
inline constexpr int kMonthsBackMax = 12;

// How far back a payment, a document or a signature can matter, and how far ahead a date can lie.
inline constexpr int kDateMonthsBackMax = 24;
inline constexpr int kDateMonthsAheadMax = 24;

// Clocks of callers go wrong by minutes (fault F43).
inline constexpr std::int64_t kClockSkewMaxMs = std::int64_t{10} * 60 * 1000;

inline constexpr Money kCostMax = Money::FromKronor(1'000'000);
inline constexpr Money kIncomeMax = Money::FromKronor(10'000'000);
inline constexpr Money kAssetMax = Money::FromKronor(1'000'000'000);

}  // namespace dm::intake
