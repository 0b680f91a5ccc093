// Money: whole öre in a signed 64-bit integer. There is no floating point near an amount; rounding
// happens only through RoundHalfUp beside the rule that demands it (docs/rules, "Money and
// arithmetic").
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm {

class Money {
 public:
  constexpr Money() = default;

  static constexpr Money FromOre(std::int64_t ore) { return Money(ore); }

  // `kronor` within ±10^15.
  static constexpr Money FromKronor(std::int64_t kronor) { return Money(kronor * 100); }

  // Reads "2740", "2740.5", "2740.50", "2740,50" with an optional leading '-'. No exponent, no
  // digit grouping, at most two decimals, at most 12 digits of kronor. Invalid argument otherwise;
  // the message never repeats the text.
  static StatusOr<Money> Parse(std::string_view text);

  constexpr std::int64_t ore() const { return ore_; }

  constexpr bool is_zero() const { return ore_ == 0; }

  constexpr bool is_negative() const { return ore_ < 0; }

  // Plain machine form: "2740" or "2740.50".
  std::string ToString() const;
  // Swedish form for people: "2 740 kr" or "2 740,50 kr", with no-break spaces.
  std::string ToSwedish() const;

  friend constexpr auto operator<=>(Money, Money) = default;

  // Addition and subtraction stop the program on overflow: a sum beyond ±9·10^16 kronor is a broken
  // assumption, not a case.
  Money operator+(Money other) const;
  Money operator-(Money other) const;
  Money operator-() const;

  Money& operator+=(Money other) { return *this = *this + other; }

  Money& operator-=(Money other) { return *this = *this - other; }

 private:
  explicit constexpr Money(std::int64_t ore) : ore_(ore) {}

  std::int64_t ore_ = 0;
};

// The absolute value.
Money Abs(Money money);

}  // namespace dm
