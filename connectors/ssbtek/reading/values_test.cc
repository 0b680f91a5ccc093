#include "connectors/ssbtek/reading/values.h"

#include <string>

#include <gtest/gtest.h>

#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek {
namespace {

std::string Text(const std::optional<Date>& date) {
  return date ? date->ToString() : "none";
}

TEST(ReadDate, TakesOffsetsTimesAndDigitsAndNeverMovesTheDay) {
  EXPECT_EQ(Text(ReadDate("2016-11-18")), "2016-11-18");
  EXPECT_EQ(Text(ReadDate(" 2016-11-18+01:00 ")), "2016-11-18");
  EXPECT_EQ(Text(ReadDate("2016-11-18Z")), "2016-11-18");
  EXPECT_EQ(Text(ReadDate("2026-10-31T23:00:00Z")), Text(std::nullopt)) << "here it is November";
  EXPECT_EQ(Text(ReadDate("2016-11-18T23:30:00-05:00")), "2016-11-18");
  EXPECT_EQ(Text(ReadDate("20161118")), "2016-11-18");
  for (const char* bad :
       {"", "2016-11", "2016-02-30", "2016-11-18x", "2016-11-18+1:00", "0", "18/11/2016"}) {
    EXPECT_EQ(Text(ReadDate(bad)), "none") << bad;
  }
}

TEST(ReadPeriodEnd, MonthsAndYearsHaveAFirstAndALastDay) {
  EXPECT_EQ(Text(ReadPeriodEnd("2024-02", PeriodEnd::kFrom)), "2024-02-01");
  EXPECT_EQ(Text(ReadPeriodEnd("2024-02", PeriodEnd::kTo)), "2024-02-29");
  EXPECT_EQ(Text(ReadPeriodEnd("2024", PeriodEnd::kFrom)), "2024-01-01");
  EXPECT_EQ(Text(ReadPeriodEnd("2024", PeriodEnd::kTo)), "2024-12-31");
  EXPECT_EQ(Text(ReadPeriodEnd("2024-02-05", PeriodEnd::kTo)), "2024-02-05");
  EXPECT_EQ(Text(ReadPeriodEnd("2024-13", PeriodEnd::kTo)), "none");
}

TEST(ReadWeek, FollowsIsoAcrossTheYear) {
  EXPECT_EQ(Text(ReadWeek("202701", PeriodEnd::kFrom)), "2027-01-04");
  EXPECT_EQ(Text(ReadWeek("202653", PeriodEnd::kFrom)), "2026-12-28");
  EXPECT_EQ(Text(ReadWeek("202653", PeriodEnd::kTo)), "2027-01-03");
  EXPECT_EQ(Text(ReadWeek("202501", PeriodEnd::kFrom)), "2024-12-30");
  EXPECT_EQ(Text(ReadWeek("202753", PeriodEnd::kFrom)), "none");
  EXPECT_EQ(Text(ReadWeek("202600", PeriodEnd::kFrom)), "none");
  EXPECT_EQ(Text(ReadWeek("2026-40", PeriodEnd::kFrom)), "none");
}

TEST(ReadAmount, IsExactToTheOre) {
  const auto ore = [](const char* text) {
    const auto money = ReadAmount(text);
    return money ? money->ore() : -999;
  };
  EXPECT_EQ(ore("3900.0"), 390'000);
  EXPECT_EQ(ore("1234.56"), 123'456);
  EXPECT_EQ(ore("1234.560000"), 123'456);
  EXPECT_EQ(ore("-12"), -1'200);
  EXPECT_EQ(ore("1.0E7"), 1'000'000'000);
  EXPECT_EQ(ore("123456E-2"), 123'456);
  EXPECT_EQ(ore("0"), 0);
  EXPECT_EQ(ore("-0.0"), 0);
  EXPECT_EQ(ore("99999999"), 9'999'999'900);
  for (const char* bad : {"",
                          ".",
                          "1,5",
                          "1 000",
                          "0.001",
                          "1e",
                          "1e99",
                          "100000000",
                          "0x1",
                          "NaN",
                          "1e400",
                          "--1",
                          "+",
                          "1.2.3"}) {
    EXPECT_EQ(ore(bad), -999) << bad;
  }
}

TEST(ReadHalfDays, CountsHalves) {
  EXPECT_EQ(ReadHalfDays("4.5"), 9);
  EXPECT_EQ(ReadHalfDays("22"), 44);
  EXPECT_EQ(ReadHalfDays("0.50"), 1);
  for (const char* bad : {"4.25", "-1", "", "2000"}) {
    EXPECT_FALSE(ReadHalfDays(bad).has_value()) << bad;
  }
}

TEST(IsSamePerson, TakesTenAndTwelveDigits) {
  EXPECT_TRUE(IsSamePerson("199001012385", "199001012385"));
  EXPECT_TRUE(IsSamePerson("19900101-2385", "199001012385"));
  EXPECT_TRUE(IsSamePerson("9001012385", "199001012385"));
  EXPECT_TRUE(IsSamePerson("900101-2385", "199001012385"));
  EXPECT_TRUE(IsSamePerson("199001612385", "199001612385"));  // a samordningsnummer
  for (const char* other : {"", "9001012386", "189001012385", "19900101 238 5", "0101", "x"}) {
    EXPECT_FALSE(IsSamePerson(other, "199001012385")) << other;
  }
}

TEST(SafeCode, IsShortPlainAndNeverAnIdentity) {
  EXPECT_EQ(SafeCode("-1005"), "-1005");
  EXPECT_EQ(SafeCode("lefi version"), "LEFI_VERSION");
  EXPECT_EQ(SafeCode("\"<å>\n"), "______");
  EXPECT_EQ(SafeCode(""), "NONE");
  EXPECT_EQ(SafeCode(std::string(100, 'A')).size(), 32U);
  EXPECT_EQ(SafeCode("P19900101-2385"), "PXXXXXXXXXXXXX");
  EXPECT_EQ(SafeCode(std::string(26, 'A') + "199001012385"), std::string(26, 'A') + "XXXXXX");
}

TEST(ShortText, CutsBetweenCharacters) {
  std::string text(199, 'a');
  text += "åb";
  EXPECT_EQ(ShortText(text), std::string(199, 'a'));
}

SourceAnswer WithOnePayment() {
  SourceAnswer answer;
  answer.payments.emplace_back();
  return answer;
}

TEST(Fail, TheFirstFailureStands) {
  SourceAnswer answer;
  Fail(answer, AnswerState::kDeviation, "FIRST");
  Fail(answer, AnswerState::kNotGranted, "SECOND");
  EXPECT_EQ(answer.code, "FIRST");
  Settle(answer, Content::kNothing);
  EXPECT_EQ(answer.state, AnswerState::kDeviation);
}

TEST(Fail, LeavesWhatCameBesideADeviation) {
  SourceAnswer answer = WithOnePayment();
  Fail(answer, AnswerState::kDeviation, "GROUP");
  EXPECT_EQ(answer.payments.size(), 1U);
}

TEST(Fail, AnUnreadableAnswerOutweighsADeviationAndTakesTheReadingAway) {
  SourceAnswer answer = WithOnePayment();
  Fail(answer, AnswerState::kDeviation, "GROUP");
  Fail(answer, AnswerState::kSchemaMismatch, "AMOUNT");
  EXPECT_EQ(answer.code, "AMOUNT");
  EXPECT_TRUE(answer.payments.empty());
}

TEST(IsCoordinationNumber, TellsByTheDayAbove60) {
  EXPECT_TRUE(IsCoordinationNumber("199001612387"));
  EXPECT_TRUE(IsCoordinationNumber("199001912382"));
  EXPECT_FALSE(IsCoordinationNumber("199001012385"));
  EXPECT_FALSE(IsCoordinationNumber("9001612387"));
}

}  // namespace
}  // namespace dm::ssbtek
