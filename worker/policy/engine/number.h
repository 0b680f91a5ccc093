// What a place in a calculation holds: a whole number (öre, count, percent, days since 1970-01-01,
// 0 or 1, or a word's number), or one of three marks below every number that may occur.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace dm::policy {

// Overflow, a division by zero, two exceptions at once: undetermined, and someone should look.
inline constexpr std::int64_t kError = std::numeric_limits<std::int64_t>::min();
// A fact or parameter that is not known.
inline constexpr std::int64_t kUnknown = kError + 1;
// The result of a step that does not apply. Sums pass over it; anything else is as absent as it is.
inline constexpr std::int64_t kAbsent = kError + 2;

inline bool IsNumber(std::int64_t value) {
  return value > kAbsent;
}

// Of two values of which one is a mark: the graver mark.
inline std::int64_t Graver(std::int64_t a, std::int64_t b) {
  return std::min(a, b);
}

}  // namespace dm::policy
