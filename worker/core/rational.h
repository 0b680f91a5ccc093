// Rational: an exact amount in öre while a row is being computed (a share of a household, days of a
// month). It is rounded once, when the row is finished.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "worker/core/money.h"
#include "worker/core/status.h"

namespace dm {

class Rational {
 public:
  constexpr Rational() = default;

  // NOLINTNEXTLINE(google-explicit-constructor): every amount is an exact quotient.
  Rational(Money money) : numerator_(money.ore()) {}

  // numerator / denominator öre, reduced. The denominator must be positive; invalid argument
  // otherwise.
  static StatusOr<Rational> Make(std::int64_t numerator, std::int64_t denominator);

  std::int64_t numerator() const { return numerator_; }

  std::int64_t denominator() const { return denominator_; }

  // All arithmetic is exact. It stops the program when the reduced result does not fit 64 bits: the
  // callers bound their inputs.
  Rational operator+(const Rational& other) const;
  Rational operator-(const Rational& other) const;
  // times numerator / denominator. Stops the program when the denominator is not positive.
  Rational Times(std::int64_t numerator, std::int64_t denominator = 1) const;

  friend bool operator==(const Rational&, const Rational&) = default;
  std::strong_ordering operator<=>(const Rational& other) const;

  // "50533/1" form, in öre, for traces.
  std::string ToString() const;

 private:
  // A reduced fraction.
  Rational(std::int64_t numerator, std::int64_t denominator)
      : numerator_(numerator), denominator_(denominator) {}

  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

// The unit a row is rounded to.
enum class RoundingUnit { kOre, kKrona };

// Half up: the nearest unit, a half goes towards plus infinity. (SoF 12:3 prescribes no rounding;
// the municipality's policy chooses the unit.)
Money RoundHalfUp(const Rational& amount, RoundingUnit unit);

}  // namespace dm
