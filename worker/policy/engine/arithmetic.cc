#include "worker/policy/engine/arithmetic.h"

#include "worker/core/date.h"

namespace dm::policy {
namespace {

// Two 64-bit numbers multiply without overflow in 128 bits. ISO C++ lacks the type.
// NOLINTNEXTLINE(modernize-use-using): __extension__ takes a typedef only.
__extension__ typedef __int128 Wide;

std::int64_t Narrow(Wide value) {
  constexpr Wide kLow = kAbsent;
  constexpr Wide kHigh = std::numeric_limits<std::int64_t>::max();
  return value <= kLow || value > kHigh ? kError : static_cast<std::int64_t>(value);
}

// `dividend` over a positive `divisor`, rounded; both of a width in which 100 divisors fit.
template <typename Number>
std::int64_t Divided(Number dividend, Number divisor, Rounding rounding) {
  const Number unit = rounding == Rounding::kHalfUpKr ? divisor * 100 : divisor;
  Number quotient = dividend / unit;
  Number rest = dividend % unit;
  if (rest < 0) {
    rest += unit;
    quotient -= 1;
  }
  switch (rounding) {
    case Rounding::kDown:
      return Narrow(quotient);
    case Rounding::kUp:
      return Narrow(Wide{quotient} + (rest > 0 ? 1 : 0));
    case Rounding::kHalfUp:
      return Narrow(Wide{quotient} + (rest >= unit - rest ? 1 : 0));
    case Rounding::kHalfUpKr:
      return Narrow((Wide{quotient} + (rest >= unit - rest ? 1 : 0)) * 100);
    case Rounding::kExact:
      return rest == 0 ? Narrow(quotient) : kError;
  }
  return kError;
}

}  // namespace

std::int64_t MulDiv(std::int64_t a,
                    std::int64_t numerator,
                    std::int64_t denominator,
                    Rounding rounding) {
  if (denominator <= 0) return kError;
  // Nearly every share of money fits 64 bits, and dividing 128 costs ten times as much.
  constexpr std::int64_t kDenominatorMax = std::numeric_limits<std::int64_t>::max() / 100;
  std::int64_t product = 0;
  const bool wide = __builtin_mul_overflow(a, numerator, &product);
  if (!wide && denominator <= kDenominatorMax) return Divided(product, denominator, rounding);
  return Divided<Wide>(Wide{a} * numerator, denominator, rounding);
}

std::int64_t RoundingNumber(std::string_view word) {
  if (word == "krona") return static_cast<std::int64_t>(Rounding::kHalfUpKr);
  if (word == "ore") return static_cast<std::int64_t>(Rounding::kHalfUp);
  const std::optional<Rounding> rounding = RoundingOf(word);
  return rounding.has_value() ? static_cast<std::int64_t>(*rounding) : kError;
}

std::int64_t YearsBetween(std::int64_t from, std::int64_t to) {
  // Days of the years 0001 to 9999; others are no calendar days.
  constexpr std::int64_t kFirst = -719162;
  constexpr std::int64_t kLast = 2932896;
  if (from < kFirst || from > kLast || to < kFirst || to > kLast) return kError;
  return CompletedYears(Date::FromDaysSinceEpoch(static_cast<std::int32_t>(from)),
                        Date::FromDaysSinceEpoch(static_cast<std::int32_t>(to)));
}

}  // namespace dm::policy
