#include "worker/core/rational.h"

#include <cstdint>
#include <limits>

#include "gtest/gtest.h"

namespace dm {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

Rational Of(std::int64_t numerator, std::int64_t denominator) {
  return *Rational::Make(numerator, denominator);
}

std::int64_t Rounded(std::int64_t numerator, std::int64_t denominator, RoundingUnit unit) {
  return RoundHalfUp(Of(numerator, denominator), unit).ore();
}

TEST(RationalTest, IsReduced) {
  EXPECT_EQ(Of(6, 4).ToString(), "3/2");
  EXPECT_EQ(Of(-6, 4).ToString(), "-3/2");
  EXPECT_EQ(Of(0, 5).ToString(), "0/1");
  EXPECT_EQ(Rational(Money::FromOre(50533)).ToString(), "50533/1");
}

TEST(RationalTest, RefusesADenominatorThatIsNotPositive) {
  EXPECT_EQ(Rational::Make(1, 0).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Rational::Make(1, -2).status().code(), StatusCode::kInvalidArgument);
}

TEST(RationalTest, CalculatesExactly) {
  EXPECT_EQ(Of(1, 3) + Of(1, 6), Of(1, 2));
  EXPECT_EQ(Of(1, 3) - Of(1, 2), Of(-1, 6));
  EXPECT_EQ(Of(1, 3).Times(3), Rational(Money::FromOre(1)));
  EXPECT_EQ(Of(100, 1).Times(-2, 3), Of(-200, 3));
}

TEST(RationalTest, SharesAddUpToTheWhole) {
  const Rational rent = Money::FromKronor(10001);
  EXPECT_EQ(rent.Times(1, 3) + rent.Times(2, 3), rent);
}

TEST(RationalTest, Orders) {
  EXPECT_LT(Of(1, 3), Of(1, 2));
  EXPECT_GT(Of(-1, 3), Of(-1, 2));
  EXPECT_TRUE((Of(2, 4) <=> Of(1, 2)) == std::strong_ordering::equal);
  EXPECT_LT(Of(kLeast, kMost), Of(kMost, kMost - 1));
}

TEST(RationalTest, KeepsLargeValuesWhoseIntermediateProductsPass64Bits) {
  EXPECT_EQ(Of(kMost, 3).Times(3), Of(kMost, 1));
  EXPECT_EQ(Of(kLeast, 1) + Of(kMost, 1), Of(-1, 1));
}

TEST(RationalTest, RoundsAHalfTowardsPlusInfinity) {
  EXPECT_EQ(Rounded(1, 2, RoundingUnit::kOre), 1);
  EXPECT_EQ(Rounded(-1, 2, RoundingUnit::kOre), 0);
  EXPECT_EQ(Rounded(-3, 2, RoundingUnit::kOre), -1);
  EXPECT_EQ(Rounded(150, 1, RoundingUnit::kKrona), 200);
  EXPECT_EQ(Rounded(-150, 1, RoundingUnit::kKrona), -100);
}

TEST(RationalTest, RoundsToTheNearestUnit) {
  EXPECT_EQ(Rounded(1, 3, RoundingUnit::kOre), 0);
  EXPECT_EQ(Rounded(2, 3, RoundingUnit::kOre), 1);
  EXPECT_EQ(Rounded(-2, 3, RoundingUnit::kOre), -1);
  EXPECT_EQ(Rounded(149, 1, RoundingUnit::kKrona), 100);
  EXPECT_EQ(Rounded(-151, 1, RoundingUnit::kKrona), -200);
  EXPECT_EQ(Rounded(-149, 1, RoundingUnit::kKrona), -100);
  EXPECT_EQ(Rounded(4999, 100, RoundingUnit::kKrona), 0);
  EXPECT_EQ(Rounded(5000, 100, RoundingUnit::kKrona), 100);
}

TEST(RationalTest, RoundingAWholeUnitChangesNothing) {
  EXPECT_EQ(Rounded(-300, 1, RoundingUnit::kKrona), -300);
  EXPECT_EQ(Rounded(kMost, 1, RoundingUnit::kOre), kMost);
  EXPECT_EQ(Rounded(kMost, 1, RoundingUnit::kKrona), kMost - 7);
  EXPECT_EQ(Rounded(kLeast, 1, RoundingUnit::kKrona), kLeast + 8);
}

TEST(RationalDeathTest, StopsOnOverflow) {
  EXPECT_DEATH(Of(kMost, 1) + Of(1, 1), "check failed");
  EXPECT_DEATH(Of(kLeast, 1) - Of(1, 1), "check failed");
  EXPECT_DEATH(Of(kMost, 1).Times(2), "check failed");
  EXPECT_DEATH(Of(1, kMost).Times(1, 2), "check failed");
}

TEST(RationalDeathTest, StopsOnADenominatorThatIsNotPositive) {
  EXPECT_DEATH(Of(1, 1).Times(1, 0), "check failed");
  EXPECT_DEATH(Of(1, 1).Times(1, -1), "check failed");
}

TEST(RationalDeathTest, StopsOnAnUnknownUnit) {
  EXPECT_DEATH(RoundHalfUp(Of(1, 1), static_cast<RoundingUnit>(7)), "known RoundingUnit");
}

}  // namespace
}  // namespace dm
