#include "worker/core/money.h"

#include <cstdint>
#include <limits>
#include <string>

#include "gtest/gtest.h"

namespace dm {
namespace {

constexpr Money kMost = Money::FromOre(std::numeric_limits<std::int64_t>::max());
constexpr Money kLeast = Money::FromOre(std::numeric_limits<std::int64_t>::min());

std::int64_t OreOf(const char* text) {
  const StatusOr<Money> money = Money::Parse(text);
  EXPECT_TRUE(money.ok()) << text;
  return money.ok() ? money->ore() : -1;
}

TEST(MoneyTest, ReadsKronorWithAndWithoutOre) {
  EXPECT_EQ(OreOf("2740"), 274000);
  EXPECT_EQ(OreOf("2740.5"), 274050);
  EXPECT_EQ(OreOf("2740.05"), 274005);
  EXPECT_EQ(OreOf("2740,50"), 274050);
  EXPECT_EQ(OreOf("-2740,50"), -274050);
  EXPECT_EQ(OreOf("-0.07"), -7);
  EXPECT_EQ(OreOf("0"), 0);
  EXPECT_EQ(OreOf("999999999999.99"), 99999999999999);
}

TEST(MoneyTest, RefusesEverythingElse) {
  for (const char* text : {"",     "-",     "--1",   "+1",         ".5",
                           "5.",   "5,",    "1.234", "1 000",      "1e3",
                           "0x1F", "1.5.5", "1,-5",  "NaN",        "1234567890123",
                           " 1",   "1 ",    "1kr",   "1\u00a0000", "1.a"}) {
    EXPECT_EQ(Money::Parse(text).status().code(), StatusCode::kInvalidArgument) << text;
  }
}

TEST(MoneyTest, ErrorNeverRepeatsTheText) {
  const std::string message = MessageOf(Money::Parse("98765,4321").status());
  EXPECT_EQ(message.find("98765"), std::string::npos);
}

TEST(MoneyTest, WritesTheMachineForm) {
  EXPECT_EQ(Money::FromKronor(2740).ToString(), "2740");
  EXPECT_EQ(Money::FromOre(274050).ToString(), "2740.50");
  EXPECT_EQ(Money::FromOre(-5).ToString(), "-0.05");
  EXPECT_EQ(Money().ToString(), "0");
  EXPECT_EQ(kLeast.ToString(), "-92233720368547758.08");
}

TEST(MoneyTest, ReadsBackWhatItWrites) {
  for (const std::int64_t ore : {0, 1, -1, 99, -100, 274050, -99999999}) {
    EXPECT_EQ(OreOf(Money::FromOre(ore).ToString().c_str()), ore);
  }
}

TEST(MoneyTest, WritesTheSwedishForm) {
  EXPECT_EQ(Money::FromKronor(740).ToSwedish(), "740\u00a0kr");
  EXPECT_EQ(Money::FromKronor(2740).ToSwedish(), "2\u00a0740\u00a0kr");
  EXPECT_EQ(Money::FromOre(123456789).ToSwedish(), "1\u00a0234\u00a0567,89\u00a0kr");
  EXPECT_EQ(Money::FromOre(-274050).ToSwedish(), "-2\u00a0740,50\u00a0kr");
}

TEST(MoneyTest, AddsAndSubtracts) {
  Money sum = Money::FromOre(150) + Money::FromOre(-200);
  EXPECT_EQ(sum, Money::FromOre(-50));
  EXPECT_TRUE(sum.is_negative());
  sum += Money::FromOre(70);
  sum -= Money::FromOre(20);
  EXPECT_TRUE(sum.is_zero());
  EXPECT_EQ(-Money::FromOre(3), Money::FromOre(-3));
  EXPECT_LT(Money::FromOre(1), Money::FromOre(2));
}

TEST(MoneyTest, GivesTheAbsoluteValue) {
  EXPECT_EQ(Abs(Money::FromOre(-7)), Money::FromOre(7));
  EXPECT_EQ(Abs(Money::FromOre(7)), Money::FromOre(7));
}

TEST(MoneyDeathTest, StopsOnOverflow) {
  EXPECT_DEATH(kMost + Money::FromOre(1), "check failed");
  EXPECT_DEATH(kLeast - Money::FromOre(1), "check failed");
  EXPECT_DEATH(-kLeast, "check failed");
}

}  // namespace
}  // namespace dm
