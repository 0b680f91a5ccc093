// What a report says of other times: the forecast, the month before, and drift.
#include <string>

#include "tests/support/report_fixture.h"

namespace dm::report {
namespace {

using testing::MonthOf;

class ReportWatchTest : public ReportFixture {
 protected:
  ReportWatchTest() : ReportFixture(DM_SOURCE_DIR "/policies") {}
};

// ---- The forecast

// `count` grants of 8 280 kr in the month.
TEST_F(ReportWatchTest, ForecastsFromTheSeasonAndTheYearsChange) {
  for (int year = 2024; year <= 2026; ++year) {
    const int last = year == 2026 ? 3 : 12;
    const int count = year == 2024 ? 5 : (year == 2025 ? 6 : 9);
    for (int month = 1; month <= last; ++month) {
      for (int i = 0; i < count; ++i) Put(Decided(*Month::Make(year, month)));
    }
  }
  const Report report = Make("2026-01", "2026-03");
  // So far 27 × 8 280; what remains is 54 × 8 280 × 1.5.
  EXPECT_EQ(Row(report, "M-08", 0, "mars 2026"), "22356000;89424000");
  // Each year's change was the same in every month: the error is none.
  EXPECT_EQ(Row(report, "M-08", 1, "3"), "59616000;59616000;0");
  EXPECT_EQ(Row(report, "M-08", 1, "9"), "59616000;59616000;0");
}

TEST_F(ReportWatchTest, SaysThatAForecastTakesTheYearBefore) {
  PutTwentyFour();
  const ReportMeasure& forecast = Measure(Make(), "M-08");
  EXPECT_FALSE(forecast.available);
  EXPECT_NE(forecast.missing.back().find("hela året före"), std::string::npos);
}

TEST_F(ReportWatchTest, SplitsTheChangeIntoVolumeAndAmount) {
  for (int i = 0; i < 5; ++i) Put(Decided(MonthOf("2025-12")));
  for (int i = 0; i < 6; ++i) Put(ByPerson(1, 8000));
  // 48 000 − 41 400 = 6 600: one more of 8 280, and six of 280 less.
  EXPECT_EQ(Row(Make(), "M-06", 1, "2026-12 – 2026-12"), "660000;828000;-168000");
}

TEST_F(ReportWatchTest, CountsTenMonthsOfTwelveAsLong) {
  for (int household = 0; household < 12; ++household) {
    const int first = household < 7 ? 3 : 4;  // seven of ten months, five of nine
    for (int month = first; month <= 12; ++month) {
      CaseRecord record = Decided(*Month::Make(2026, month));
      record.application.household = HouseholdId::FromTrusted("HH-l" + std::to_string(household));
      Put(record);
    }
  }
  // The store goes back to January.
  Put(ByPerson(1, 0));
  EXPECT_FALSE(Measure(Make(), "M-05").available);
  for (int i = 0; i < 5; ++i) Put(Decided(MonthOf("2026-01")));
  EXPECT_EQ(Row(Make(), "M-05", 0, "2026-01 – 2026-12"), "18;7;11;389");
}

// ---- The month before

// A case of each of twenty households in each of the two months.
TEST_F(ReportWatchTest, ComparesWithTheMonthBeforeAsTheStoreHasIt) {
  for (int i = 0; i < 20; ++i) {
    const HouseholdId household = HouseholdId::FromTrusted("HH-m" + std::to_string(i));
    CaseRecord before = Decided(MonthOf("2026-11"));
    before.application.household = household;
    before.decisions.front().granted = Money::FromKronor(8000);
    Put(before);
    CaseRecord record = Decided();
    record.application.household = household;
    record.decisions.front().granted = Money::FromKronor(8500);
    // What the case system sent is older than the correction that stands in the store.
    HistoryMonth sent;
    sent.month = MonthOf("2026-11");
    sent.outcome = Outcome::kBifall;
    sent.granted = Money::FromKronor(7000);
    if (i < 10) record.supplied_history = {sent};
    Put(record);
  }
  const std::string row = Row(Make(), "LIKVARDIGHET", 0, "Ensamstående utan barn");
  EXPECT_NE(row.find(";50000;"), std::string::npos) << row;
}

// ---- Drift

TEST_F(ReportWatchTest, RingsWhenATypfallIsOtherwiseThanBefore) {
  for (int month = 9; month <= 11; ++month) {
    for (int i = 0; i < 20; ++i) Put(Decided(*Month::Make(2026, month)));
  }
  for (int i = 0; i < 20; ++i) {
    CaseRecord record = Decided();
    if (i < 6) record.decisions.front().outcome = Outcome::kDelavslag;
    Put(record);
  }
  const Report report = Make();
  EXPECT_EQ(Row(report, "DRIFT", 0, "TF-02"), "700;1000;LARM");
}

TEST_F(ReportWatchTest, RingsForNoSingleCaseThatIsOtherwise) {
  for (int month = 9; month <= 11; ++month) {
    for (int i = 0; i < 20; ++i) Put(Decided(*Month::Make(2026, month)));
  }
  for (int i = 0; i < 20; ++i) {
    CaseRecord record = Decided();
    if (i == 0) record.decisions.front().outcome = Outcome::kDelavslag;
    Put(record);
  }
  // 19 of 20; one that is not is hidden.
  EXPECT_EQ(Row(Make(), "DRIFT", 0, "TF-02"), "..;1000;nej");
}

TEST_F(ReportWatchTest, RingsForNobodysTypfallOfFourHouseholds) {
  for (int month = 9; month <= 11; ++month) {
    for (int i = 0; i < 20; ++i) Put(Decided(*Month::Make(2026, month)));
  }
  for (int i = 0; i < 4; ++i) {
    CaseRecord record = Decided();
    record.decisions.front().outcome = Outcome::kDelavslag;
    record.decisions.front().granted = Money::FromKronor(20'000);
    Put(record);
  }
  const Report few_now = Make();
  EXPECT_EQ(Row(few_now, "DRIFT", 0, "TF-02"), "..;1000;..");
  // The mean: without proposals the second share has no table.
  EXPECT_EQ(Row(few_now, "DRIFT", 3, "TF-02"), "..;828000;..");
}

TEST_F(ReportWatchTest, SaysNothingOfAnAlarmAgainstFourHouseholdsBefore) {
  for (int i = 0; i < 4; ++i) Put(Decided(*Month::Make(2026, 11)));
  for (int i = 0; i < 20; ++i) {
    CaseRecord record = Decided();
    record.decisions.front().outcome = Outcome::kDelavslag;
    Put(record);
  }
  EXPECT_EQ(Row(Make(), "DRIFT", 0, "TF-02"), "0;..;..");
}

}  // namespace
}  // namespace dm::report
