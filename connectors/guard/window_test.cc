#include "connectors/guard/window.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::guard {
namespace {

Windows Make(const std::vector<std::string>& texts) {
  const StatusOr<Windows> windows = Windows::Parse(texts);
  EXPECT_TRUE(windows.ok()) << windows.status();
  return windows.value_or(Windows());
}

// Swedish wall time with its offset.
Instant At(const char* text) {
  const StatusOr<Instant> instant = Instant::Parse(text);
  EXPECT_TRUE(instant.ok()) << text;
  return instant.value_or(Instant());
}

ErrorDetail Refused(const std::vector<std::string>& texts) {
  const StatusOr<Windows> windows = Windows::Parse(texts);
  EXPECT_EQ(windows.status().code(), StatusCode::kInvalidArgument);
  return DetailOf(windows.status());
}

TEST(Windows, WithoutTextAreAlwaysOpen) {
  for (const Windows& windows : {Windows(), Make({})}) {
    EXPECT_TRUE(windows.IsOpen(At("2026-11-26T03:00:00+01:00")));
    EXPECT_EQ(windows.NextOpening(At("2026-11-26T03:00:00.5+01:00")),
              At("2026-11-26T03:00:00.5+01:00"));
  }
}

TEST(Windows, TheEndIsExclusive) {
  const Windows windows = Make({"mon-fri 06:00-21:00"});  // 2026-11-26 is a Thursday
  EXPECT_FALSE(windows.IsOpen(At("2026-11-26T05:59:59.999+01:00")));
  EXPECT_TRUE(windows.IsOpen(At("2026-11-26T06:00:00+01:00")));
  EXPECT_TRUE(windows.IsOpen(At("2026-11-26T20:59:59.999+01:00")));
  EXPECT_FALSE(windows.IsOpen(At("2026-11-26T21:00:00+01:00")));
  EXPECT_FALSE(windows.IsOpen(At("2026-11-28T12:00:00+01:00")));
}

TEST(Windows, TheDayIsTheSwedishOne) {
  const Windows windows = Make({"thu 00:00-24:00"});
  EXPECT_FALSE(windows.IsOpen(At("2026-11-25T22:59:59Z")));
  EXPECT_TRUE(windows.IsOpen(At("2026-11-25T23:00:00Z")));
  EXPECT_TRUE(windows.IsOpen(At("2026-11-26T22:59:59Z")));
  EXPECT_FALSE(windows.IsOpen(At("2026-11-26T23:00:00Z")));
}

TEST(Windows, DailyTo24IsAlwaysOpen) {
  const Windows windows = Make({"daily 00:00-24:00"});
  for (std::int64_t minute = 0; minute < 15 * 24 * 60; minute += 7) {
    EXPECT_TRUE(windows.IsOpen(At("2026-10-20T00:00:00Z").PlusMs(minute * 60'000)));
  }
}

TEST(Windows, NextOpeningIsTheFirst) {
  const Windows windows = Make({"mon-fri 06:00-21:00", "sat 08:30-12:00", "fri 05:15-05:20"});
  EXPECT_EQ(windows.NextOpening(At("2026-11-26T12:34:56.789+01:00")),
            At("2026-11-26T12:34:56.789+01:00"));
  EXPECT_EQ(windows.NextOpening(At("2026-11-26T21:00:00+01:00")), At("2026-11-27T05:15:00+01:00"));
  EXPECT_EQ(windows.NextOpening(At("2026-11-27T05:20:00.001+01:00")),
            At("2026-11-27T06:00:00+01:00"));
  EXPECT_EQ(windows.NextOpening(At("2026-11-27T23:00:00+01:00")), At("2026-11-28T08:30:00+01:00"));
  EXPECT_EQ(windows.NextOpening(At("2026-11-28T12:00:00+01:00")), At("2026-11-30T06:00:00+01:00"));
}

TEST(Windows, NextOpeningIsAWeekAwayAtMost) {
  const Windows windows = Make({"thu 06:00-06:01"});
  EXPECT_EQ(windows.NextOpening(At("2026-11-26T06:01:00+01:00")), At("2026-12-03T06:00:00+01:00"));
}

// 2026-03-29: after 01:59:59 +01:00 comes 03:00 +02:00.
TEST(Windows, InSpringTheHourThatIsLeftOutOpensNothing) {
  const Windows windows = Make({"daily 02:30-04:00"});
  EXPECT_EQ(windows.NextOpening(At("2026-03-29T01:00:00+01:00")), At("2026-03-29T03:00:00+02:00"));
  EXPECT_EQ(windows.NextOpening(At("2026-03-29T04:00:00+02:00")), At("2026-03-30T02:30:00+02:00"));
  const Windows weekly = Make({"sun 02:10-02:50"});
  EXPECT_EQ(weekly.NextOpening(At("2026-03-22T02:50:00+01:00")), At("2026-04-05T02:10:00+02:00"));
}

TEST(Windows, InSpringTheHoursAfterTheChangeAreTheWalls) {
  const Windows windows = Make({"daily 06:00-21:00"});
  EXPECT_EQ(windows.NextOpening(At("2026-03-28T21:00:00+01:00")), At("2026-03-29T06:00:00+02:00"));
}

// 2026-10-25: 02:00 to 03:00 comes twice, first at +02:00, then at +01:00.
TEST(Windows, InAutumnTheHourThatComesTwiceOpensTwice) {
  const Windows windows = Make({"daily 02:30-03:30"});
  EXPECT_TRUE(windows.IsOpen(At("2026-10-25T02:45:00+02:00")));
  EXPECT_FALSE(windows.IsOpen(At("2026-10-25T02:15:00+01:00")));
  EXPECT_TRUE(windows.IsOpen(At("2026-10-25T02:45:00+01:00")));
  EXPECT_EQ(windows.NextOpening(At("2026-10-25T01:00:00+02:00")), At("2026-10-25T02:30:00+02:00"));
  EXPECT_EQ(windows.NextOpening(At("2026-10-25T02:05:00+01:00")), At("2026-10-25T02:30:00+01:00"));
  const Windows early = Make({"daily 01:00-02:20"});
  EXPECT_EQ(early.NextOpening(At("2026-10-25T02:40:00+02:00")), At("2026-10-25T02:00:00+01:00"));
}

TEST(Windows, NextOpeningIsOpenAndNothingBeforeItIs) {
  const Windows windows = Make({"mon 00:00-00:01", "sun 01:45-03:10", "wed-thu 23:59-24:00"});
  for (const char* week : {"2026-03-26T00:00:00Z", "2026-10-22T00:00:00Z"}) {
    for (int quarter = 0; quarter < 7 * 96; quarter += 5) {
      const Instant at = At(week).PlusMs(quarter * 900'000LL);
      const Instant next = windows.NextOpening(at);
      ASSERT_TRUE(windows.IsOpen(next)) << at.ToString();
      for (Instant before = at; before < next; before = before.PlusMs(60'000)) {
        ASSERT_FALSE(windows.IsOpen(before)) << at.ToString();
      }
    }
  }
}

TEST(Windows, RefuseWhatGoesPastItsEndWithARemedyToWriteTwo) {
  const ErrorDetail hours = Refused({"daily 06:00-21:00", "mon-fri 22:00-02:00"});
  EXPECT_EQ(hours.field, "windows[1]");
  EXPECT_EQ(hours.reason, "GUARD_OPTION");
  EXPECT_EQ(hours.remedy, "write two: one that ends at 24:00 and one from 00:00 on the next day");
  const ErrorDetail days = Refused({"fri-mon 06:00-21:00"});
  EXPECT_EQ(days.field, "windows[0]");
  EXPECT_EQ(days.remedy, "write two: one that ends with sun and one that begins with mon");
}

TEST(Windows, RefuseEverythingElseByItsPlace) {
  for (const char* text : {"",
                           "daily",
                           " 06:00-21:00",
                           "06:00-21:00",
                           "daily  06:00-21:00",
                           "daily 06:00-21:00 ",
                           "Mon 06:00-21:00",
                           "mon-xyz 06:00-21:00",
                           "mon- 06:00-21:00",
                           "mon-wed-fri 06:00-21:00",
                           "mon 6:00-21:00",
                           "mon 06:00",
                           "mon 06:00-",
                           "mon 06:60-21:00",
                           "mon 06:00-24:01",
                           "mon 06:00-99:00",
                           "mon 06:00-21:00:00",
                           "mon 06:00-06:00",
                           "mon 06.00-21.00"}) {
    EXPECT_EQ(Refused({"mon 00:00-24:00", text}).field, "windows[1]") << text;
  }
  EXPECT_EQ(Refused(std::vector<std::string>(33, "daily 00:00-24:00")).field, "windows");
}

}  // namespace
}  // namespace dm::guard
