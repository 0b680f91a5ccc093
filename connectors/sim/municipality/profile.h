// The shares by which a month of casework differs from paper: errors, protected persons, late
// documents, the days on which applications come, failing registers. The sizes of municipalities.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/sim/municipality/household.h"
#include "worker/core/random.h"

namespace dm::municipality {

// In a hundred households unless the name says otherwise.
inline constexpr int kErrorPermille = 15;      // what is stated differs from the register: 1–2 %
inline constexpr int kProtectedPermille = 20;  // protected or restricted: 2 %
inline constexpr int kLateDocumentPercent = 12;    // 10–15 %
inline constexpr int kWeekendPercent = 15;         // of all applications
inline constexpr int kPeakPercent = 70;            // in the ten days before the month: our reading
inline constexpr int kSourceFailurePermille = 30;  // of all calls, failed or partial: 3 %
// Persons with a samordningsnummer: the simulator's own share.
inline constexpr int kCoordinationPermille = 10;

// Households a month by name: XS, S, M, L, XL, nation. Nothing for another name.
std::optional<int> SizeNamed(std::string_view name);
inline constexpr std::string_view kSizeNames = "XS S M L XL nation";

// What happens to a household under Profile::kCasework.
void ApplyCasework(Month month, SplitMix64& random, Household& household);

}  // namespace dm::municipality
