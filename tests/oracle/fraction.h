// Fraction: an exact number as the schoolbook has it, for the second computation alone. It shares
// nothing with worker/core on purpose: a fault in one of the two must show.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <numeric>

namespace dm::oracle {

struct Fraction {
  std::int64_t over = 0;
  std::int64_t under = 1;
};

inline Fraction Whole(std::int64_t number) {
  return {number, 1};
}

inline Fraction Shortened(std::int64_t over, std::int64_t under) {
  if (under == 0) std::abort();
  const std::int64_t common = std::gcd(over, under);
  const std::int64_t sign = under < 0 ? -1 : 1;
  return {sign * over / common, sign * under / common};
}

inline Fraction Sum(Fraction a, Fraction b) {
  return Shortened(a.over * b.under + b.over * a.under, a.under * b.under);
}

inline Fraction Difference(Fraction a, Fraction b) {
  return Sum(a, {-b.over, b.under});
}

inline Fraction Product(Fraction a, Fraction b) {
  return Shortened(a.over * b.over, a.under * b.under);
}

inline Fraction Quotient(std::int64_t over, std::int64_t under) {
  return Shortened(over, under);
}

inline bool Less(Fraction a, Fraction b) {
  return a.over * b.under < b.over * a.under;
}

inline bool Same(Fraction a, Fraction b) {
  return a.over * b.under == b.over * a.under;
}

inline Fraction Smaller(Fraction a, Fraction b) {
  return Less(b, a) ? b : a;
}

// The nearest multiple of `unit`; a half goes up.
inline std::int64_t HalfUp(Fraction a, std::int64_t unit) {
  const std::int64_t over = 2 * a.over + a.under * unit;
  const std::int64_t under = 2 * a.under * unit;
  std::int64_t floor = over / under;
  if (over % under != 0 && over < 0) --floor;
  return floor * unit;
}

}  // namespace dm::oracle
