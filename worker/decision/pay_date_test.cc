#include "gtest/gtest.h"
#include "worker/decision/decide.h"
#include "worker/decision/test_policy.h"

namespace dm {
namespace {

using testing::DecisionPolicy;

Date PayDate(const std::string& decided_on, const DecisionPolicy& policy) {
  const StatusOr<Date> date =
      PayDateFor(*Month::Parse("2026-12"), *Date::Parse(decided_on), policy);
  EXPECT_TRUE(date.ok());
  return date.value_or(Date());
}

// Friday 27 November 2026 is the payment day of December; two bank days before it is Wednesday 25.
TEST(PayDateTest, OnTheOrdinaryDayUntilTheCutOff) {
  EXPECT_EQ(PayDate("2026-11-12", DecisionPolicy()), *Date::Parse("2026-11-27"));
  EXPECT_EQ(PayDate("2026-11-25", DecisionPolicy()), *Date::Parse("2026-11-27"));
}

TEST(PayDateTest, AfterTheCutOffTwoBankDaysOn) {
  EXPECT_EQ(PayDate("2026-11-26", DecisionPolicy()), *Date::Parse("2026-11-30"));
  EXPECT_EQ(PayDate("2026-11-28", DecisionPolicy()), *Date::Parse("2026-12-01"));
}

TEST(PayDateTest, AnOrdinaryDayOnAHolidayMovesToTheBankDayBefore) {
  DecisionPolicy policy;
  policy.holidays() = {*Date::Parse("2026-11-27")};
  EXPECT_EQ(PayDate("2026-11-24", policy), *Date::Parse("2026-11-26"));
  EXPECT_EQ(PayDate("2026-11-25", policy), *Date::Parse("2026-11-30"));
}

TEST(PayDateTest, ADayThatTheMonthLacksIsItsLast) {
  DecisionPolicy policy;
  policy.numbers()["payment.day"] = 31;
  EXPECT_EQ(PayDate("2026-11-12", policy), *Date::Parse("2026-11-30"));
}

TEST(PayDateTest, AMissingParameterOrCalendarIsAnError) {
  DecisionPolicy policy;
  policy.numbers().erase("payment.day");
  EXPECT_FALSE(PayDateFor(*Month::Parse("2026-12"), *Date::Parse("2026-11-12"), policy).ok());
  EXPECT_FALSE(
      PayDateFor(*Month::Parse("2029-12"), *Date::Parse("2029-11-12"), DecisionPolicy()).ok());
}

}  // namespace
}  // namespace dm
