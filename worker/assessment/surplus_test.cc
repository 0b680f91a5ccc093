#include "worker/assessment/surplus.h"

#include "gtest/gtest.h"

namespace dm::assessment {
namespace {

const Month kMonth = *Month::Parse("2026-12");

HistoryMonth Refused(int months_before, std::optional<Money> surplus) {
  HistoryMonth entry;
  entry.month = kMonth.PlusMonths(-months_before);
  entry.outcome = Outcome::kAvslag;
  entry.surplus = surplus;
  return entry;
}

Surplus Of(const History& history, Answer explained = Answer::kNo, int carry_months = 1) {
  return SurplusBefore(kMonth, history, ApplicationKind::kReapplication, explained, carry_months);
}

TEST(SurplusTest, IsCarriedWhenStatedLastMonthAndNotExplained) {
  const Surplus surplus = Of({Refused(1, Money::FromKronor(385))});
  EXPECT_EQ(surplus.what, SurplusCase::kCarried);
  EXPECT_EQ(surplus.amount, Money::FromKronor(385));
}

TEST(SurplusTest, IsNeverCarriedByDefault) {
  EXPECT_EQ(Of({Refused(1, Money::FromKronor(385))}, Answer::kNo, 0).what, SurplusCase::kNone);
}

TEST(SurplusTest, AMonthBetweenEndsIt) {
  EXPECT_EQ(Of({Refused(2, Money::FromKronor(385))}).what, SurplusCase::kNone);
}

TEST(SurplusTest, ARefusalWithoutAStatedAmountIsForAHuman) {
  EXPECT_EQ(Of({Refused(1, std::nullopt)}).what, SurplusCase::kNotStated);
  EXPECT_EQ(Of({Refused(1, Money())}).what, SurplusCase::kNone);
}

TEST(SurplusTest, MoneyThatIsAccountedForIsForAHuman) {
  EXPECT_EQ(Of({Refused(1, Money::FromKronor(385))}, Answer::kYes).what, SurplusCase::kExplained);
  EXPECT_EQ(Of({Refused(1, Money::FromKronor(385))}, Answer::kUnknown).what,
            SurplusCase::kNotAsked);
}

TEST(SurplusTest, IsNotCarriedWithoutEnd) {
  const History history = {Refused(1, Money::FromKronor(300)), Refused(2, Money::FromKronor(500))};
  EXPECT_EQ(Of(history, Answer::kNo, 1).what, SurplusCase::kTooLong);
  EXPECT_EQ(Of(history, Answer::kNo, 2).what, SurplusCase::kCarried);
}

TEST(SurplusTest, WhoAppliesForTheFirstTimeHadNoReasonToPlan) {
  EXPECT_EQ(
      SurplusBefore(
          kMonth, {Refused(1, Money::FromKronor(385))}, ApplicationKind::kFirst, Answer::kNo, 1)
          .what,
      SurplusCase::kNone);
}

}  // namespace
}  // namespace dm::assessment
