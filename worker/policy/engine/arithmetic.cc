#include "worker/policy/engine/arithmetic.h"

#include "worker/core/date.h"

namespace dm::policy {
namespace {

// Two 64-bit numbers multiply without overflow in 128 bits. ISO C++ lacks the type.
// NOLINTNEXTLINE(modernize-use-using): __extension__ takes a typedef only.
__extension__ typedef __int128 Wide;

Wide FloorDivide(Wide dividend, Wide positive_divisor) {
  const Wide quotient = dividend / positive_divisor;
  return dividend % positive_divisor < 0 ? quotient - 1 : quotient;
}

std::int64_t Narrow(Wide value) {
  constexpr Wide kLow = kAbsent;
  constexpr Wide kHigh = std::numeric_limits<std::int64_t>::max();
  return value <= kLow || value > kHigh ? kError : static_cast<std::int64_t>(value);
}

}  // namespace

std::int64_t MulDiv(std::int64_t a,
                    std::int64_t numerator,
                    std::int64_t denominator,
                    Rounding rounding) {
  if (denominator <= 0) return kError;
  const Wide product = Wide{a} * numerator;
  const Wide divisor = denominator;
  switch (rounding) {
    case Rounding::kDown:
      return Narrow(FloorDivide(product, divisor));
    case Rounding::kUp:
      return Narrow(-FloorDivide(-product, divisor));
    case Rounding::kHalfUp:
      // floor(p/d + 1/2), with the rest compared instead of doubled: 2p might not fit.
      return Narrow(FloorDivide(product, divisor) +
                    ((product - FloorDivide(product, divisor) * divisor) * 2 >= divisor ? 1 : 0));
    case Rounding::kHalfUpKr: {
      constexpr int kOreInKrona = 100;
      const Wide unit = divisor * kOreInKrona;
      const Wide kronor = FloorDivide(product, unit);
      return Narrow((kronor + ((product - kronor * unit) * 2 >= unit ? 1 : 0)) * kOreInKrona);
    }
    case Rounding::kExact:
      return product % divisor == 0 ? Narrow(product / divisor) : kError;
  }
  return kError;
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
