#include "worker/core/rational.h"

#include <cstdint>
#include <limits>
#include <string>

#include "fmt/format.h"
#include "worker/core/check.h"

namespace dm {
namespace {

// Two 64-bit numbers multiply, and two such products add, without overflow in 128 bits. ISO C++
// lacks the type.
// NOLINTNEXTLINE(modernize-use-using): __extension__ takes a typedef only.
__extension__ typedef __int128 Wide;

Wide GreatestCommonDivisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

std::int64_t Narrow(Wide value) {
  DM_CHECK(value >= std::numeric_limits<std::int64_t>::min());
  DM_CHECK(value <= std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(value);
}

struct Fraction {
  std::int64_t numerator;
  std::int64_t denominator;
};

// `denominator` is positive.
Fraction Reduce(Wide numerator, Wide denominator) {
  const Wide divisor = GreatestCommonDivisor(numerator, denominator);
  return {.numerator = Narrow(numerator / divisor), .denominator = Narrow(denominator / divisor)};
}

Wide FloorDivide(Wide dividend, Wide positive_divisor) {
  const Wide quotient = dividend / positive_divisor;
  return dividend % positive_divisor < 0 ? quotient - 1 : quotient;
}

std::int64_t OreIn(RoundingUnit unit) {
  switch (unit) {
    case RoundingUnit::kOre:
      return 1;
    case RoundingUnit::kKrona:
      return 100;
  }
  internal::CheckFailed("known RoundingUnit", __FILE__, __LINE__);
}

}  // namespace

StatusOr<Rational> Rational::Make(std::int64_t numerator, std::int64_t denominator) {
  if (denominator <= 0) return InvalidArgument("the denominator of a share must be positive");
  const Fraction reduced = Reduce(numerator, denominator);
  return Rational(reduced.numerator, reduced.denominator);
}

Rational Rational::operator+(const Rational& other) const {
  const Fraction sum =
      Reduce(Wide{numerator_} * other.denominator_ + Wide{other.numerator_} * denominator_,
             Wide{denominator_} * other.denominator_);
  return Rational(sum.numerator, sum.denominator);
}

Rational Rational::operator-(const Rational& other) const {
  const Fraction difference =
      Reduce(Wide{numerator_} * other.denominator_ - Wide{other.numerator_} * denominator_,
             Wide{denominator_} * other.denominator_);
  return Rational(difference.numerator, difference.denominator);
}

Rational Rational::Times(std::int64_t numerator, std::int64_t denominator) const {
  DM_CHECK(denominator > 0);
  const Fraction product = Reduce(Wide{numerator_} * numerator, Wide{denominator_} * denominator);
  return Rational(product.numerator, product.denominator);
}

std::strong_ordering Rational::operator<=>(const Rational& other) const {
  return Wide{numerator_} * other.denominator_ <=> Wide{other.numerator_} * denominator_;
}

std::string Rational::ToString() const {
  return fmt::format("{}/{}", numerator_, denominator_);
}

Money RoundHalfUp(const Rational& amount, RoundingUnit unit) {
  // floor(amount / unit + 1/2), as one division of whole numbers.
  const std::int64_t ore = OreIn(unit);
  const Wide twice = Wide{amount.numerator()} * 2 + Wide{amount.denominator()} * ore;
  return Money::FromOre(Narrow(FloorDivide(twice, Wide{amount.denominator()} * ore * 2) * ore));
}

}  // namespace dm
