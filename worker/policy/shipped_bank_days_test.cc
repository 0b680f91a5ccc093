// The bank days that ship, against the law's own rule, and the payment runs of five years, worked
// out beside the program.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "worker/core/swedish_holidays.h"
#include "worker/policy/payment_run.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

std::shared_ptr<const PolicySet> Shipped() {
  static const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
  EXPECT_EQ(TextOf(load.errors), "");
  return load.set;
}

TEST(ShippedBankDaysTest, AreTheDaysThatTheLawGivesAndTheThreeEves) {
  ASSERT_NE(Shipped(), nullptr);
  for (int year = 2019; year <= 2027; ++year) {
    std::set<Date> closed;
    for (const Date day : SwedishPublicHolidays(year)) closed.insert(day);
    for (const Date day : SwedishBankEves(year)) closed.insert(day);
    const Date last = *Date::Parse(std::to_string(year) + "-12-31");
    for (Date day = *Date::Parse(std::to_string(year) + "-01-01"); day <= last;
         day = day.PlusDays(1)) {
      const bool open = day.iso_weekday() <= 5 && !closed.contains(day);
      const StatusOr<bool> said = Shipped()->IsBankDay(day);
      ASSERT_TRUE(said.ok()) << day.ToString();
      EXPECT_EQ(*said, open) << day.ToString();
    }
  }
}

struct RunRow {
  const char* day;
  const char* cutoff;
};

// A row a calendar month: the run of the month applied for that follows it.
constexpr RunRow kRuns[] = {
    {"2023-01-27", "2023-01-25"}, {"2023-02-27", "2023-02-23"}, {"2023-03-27", "2023-03-23"},
    {"2023-04-27", "2023-04-25"}, {"2023-05-26", "2023-05-24"}, {"2023-06-27", "2023-06-22"},
    {"2023-07-27", "2023-07-25"}, {"2023-08-25", "2023-08-23"}, {"2023-09-27", "2023-09-25"},
    {"2023-10-27", "2023-10-25"}, {"2023-11-27", "2023-11-23"}, {"2023-12-27", "2023-12-21"},
    {"2024-01-26", "2024-01-24"}, {"2024-02-27", "2024-02-23"}, {"2024-03-27", "2024-03-25"},
    {"2024-04-26", "2024-04-24"}, {"2024-05-27", "2024-05-23"}, {"2024-06-27", "2024-06-25"},
    {"2024-07-26", "2024-07-24"}, {"2024-08-27", "2024-08-23"}, {"2024-09-27", "2024-09-25"},
    {"2024-10-25", "2024-10-23"}, {"2024-11-27", "2024-11-25"}, {"2024-12-27", "2024-12-20"},
    {"2025-01-27", "2025-01-23"}, {"2025-02-27", "2025-02-25"}, {"2025-03-27", "2025-03-25"},
    {"2025-04-25", "2025-04-23"}, {"2025-05-27", "2025-05-23"}, {"2025-06-27", "2025-06-25"},
    {"2025-07-25", "2025-07-23"}, {"2025-08-27", "2025-08-25"}, {"2025-09-26", "2025-09-24"},
    {"2025-10-27", "2025-10-23"}, {"2025-11-27", "2025-11-25"}, {"2025-12-23", "2025-12-19"},
    {"2026-01-27", "2026-01-23"}, {"2026-02-27", "2026-02-25"}, {"2026-03-27", "2026-03-25"},
    {"2026-04-27", "2026-04-23"}, {"2026-05-27", "2026-05-25"}, {"2026-06-26", "2026-06-24"},
    {"2026-07-27", "2026-07-23"}, {"2026-08-27", "2026-08-25"}, {"2026-09-25", "2026-09-23"},
    {"2026-10-27", "2026-10-23"}, {"2026-11-27", "2026-11-25"}, {"2026-12-23", "2026-12-21"},
    {"2027-01-27", "2027-01-25"}, {"2027-02-26", "2027-02-24"}, {"2027-03-25", "2027-03-23"},
    {"2027-04-27", "2027-04-23"}, {"2027-05-27", "2027-05-25"}, {"2027-06-24", "2027-06-22"},
    {"2027-07-27", "2027-07-23"}, {"2027-08-27", "2027-08-25"}, {"2027-09-27", "2027-09-23"},
    {"2027-10-27", "2027-10-25"}, {"2027-11-26", "2027-11-24"},
};

TEST(ShippedBankDaysTest, TheRunsOfFiveYears) {
  ASSERT_NE(Shipped(), nullptr);
  for (const RunRow& row : kRuns) {
    const Month month = Month::Of(Day(row.day)).PlusMonths(1);
    const StatusOr<PaymentRun> run = PaymentRunFor(month, *Shipped());
    ASSERT_TRUE(run.ok()) << month.ToString() << " " << MessageOf(run.status());
    EXPECT_EQ(run->day.ToString(), row.day);
    EXPECT_EQ(run->cutoff.ToString(), row.cutoff);
  }
}

TEST(ShippedBankDaysTest, AYearWithoutACalendarIsNotGuessed) {
  EXPECT_EQ(PaymentRunFor(*Month::Parse("2028-03"), *Shipped()).status().code(),
            StatusCode::kNotFound);
}

}  // namespace
}  // namespace dm::policy
