#include "worker/core/instant.h"

#include <cstdlib>
#include <string>

#include "gtest/gtest.h"

namespace dm {
namespace {

Instant At(const char* text) {
  const StatusOr<Instant> instant = Instant::Parse(text);
  EXPECT_TRUE(instant.ok()) << text;
  return instant.value_or(Instant());
}

Date Day(const char* text) {
  return *Date::Parse(text);
}

TEST(InstantTest, ReadsOffsets) {
  EXPECT_EQ(At("2026-11-26T08:00:00+01:00"), At("2026-11-26T07:00:00Z"));
  EXPECT_EQ(At("2026-11-26T08:00:00-05:30"), At("2026-11-26T13:30:00Z"));
  EXPECT_EQ(At("1970-01-01T00:00:00Z").unix_ms(), 0);
  EXPECT_EQ(At("1970-01-02T00:00:01Z").unix_ms(), 86401000);
}

TEST(InstantTest, ReadsFractionsToTheMillisecond) {
  EXPECT_EQ(At("1970-01-01T00:00:00.5Z").unix_ms(), 500);
  EXPECT_EQ(At("1970-01-01T00:00:00.123Z").unix_ms(), 123);
  EXPECT_EQ(At("1970-01-01T00:00:00.123999999Z").unix_ms(), 123);
}

TEST(InstantTest, RefusesEverythingElse) {
  for (const char* text : {"",
                           "2026-11-26",
                           "2026-11-26T08:00:00",
                           "2026-11-26 08:00:00Z",
                           "2026-02-30T08:00:00Z",
                           "2026-11-26T24:00:00Z",
                           "1800-01-01T04:30:00+06:00",
                           "2199-12-31T23:30:00-01:00",
                           "2026-11-26T08:60:00Z",
                           "2026-11-26T08:00:60Z",
                           "2026-11-26T8:00:00Z",
                           "2026-11-26T08:00Z",
                           "2026-11-26T08:00:00.Z",
                           "2026-11-26T08:00:00.1234567890Z",
                           "2026-11-26T08:00:00z",
                           "2026-11-26T08:00:00+0100",
                           "2026-11-26T08:00:00+24:00",
                           "2026-11-26T08:00:00+01:60",
                           "2026-11-26T08:00:00Z ",
                           "2026-11-26T08:00:00+01",
                           "2026-11-26T08:0a:00Z",
                           "2026-11-26Ta8:00:00Z"}) {
    EXPECT_EQ(Instant::Parse(text).status().code(), StatusCode::kInvalidArgument) << text;
  }
}

TEST(InstantTest, TellsTheMinuteOnASwedishWall) {
  EXPECT_EQ(SwedishMinuteOfDay(At("2026-11-26T08:15:59+01:00")), 8 * 60 + 15);
  EXPECT_EQ(SwedishMinuteOfDay(At("2026-11-26T23:00:00Z")), 0);
  // 2026-10-25: 02:30 comes twice. 2026-03-29: after 01:59 comes 03:00.
  EXPECT_EQ(SwedishMinuteOfDay(At("2026-10-25T00:30:00Z")), 2 * 60 + 30);
  EXPECT_EQ(SwedishMinuteOfDay(At("2026-10-25T01:30:00Z")), 2 * 60 + 30);
  EXPECT_EQ(SwedishMinuteOfDay(At("2026-03-29T00:59:59Z")), 1 * 60 + 59);
  EXPECT_EQ(SwedishMinuteOfDay(At("2026-03-29T01:00:00Z")), 3 * 60);
}

TEST(InstantTest, ErrorNeverRepeatsTheText) {
  EXPECT_EQ(MessageOf(Instant::Parse("1987-06-05").status()).find("1987"), std::string::npos);
}

TEST(InstantTest, WritesUtcWithMilliseconds) {
  EXPECT_EQ(At("2026-11-26T08:00:00.007+01:00").ToString(), "2026-11-26T07:00:00.007Z");
  EXPECT_EQ(Instant::FromUnixMs(-1).ToString(), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(Instant::FromUnixMs(-86400000).ToString(), "1969-12-31T00:00:00.000Z");
}

TEST(InstantTest, CountsMilliseconds) {
  EXPECT_EQ(Instant().PlusMs(1500).unix_ms(), 1500);
  EXPECT_EQ(Instant::FromUnixMs(1500) - Instant::FromUnixMs(500), 1000);
  EXPECT_LT(Instant(), Instant::FromUnixMs(1));
}

TEST(SwedishTimeTest, IsLoaded) {
  EXPECT_TRUE(LoadSwedishTime().ok());
}

TEST(SwedishTimeTest, TheDayTurnsAtSwedishMidnight) {
  EXPECT_EQ(SwedishDate(At("2026-11-25T22:59:59.999Z")), Day("2026-11-25"));
  EXPECT_EQ(SwedishDate(At("2026-11-25T23:00:00Z")), Day("2026-11-26"));
  EXPECT_EQ(SwedishDate(At("2026-06-30T22:00:00Z")), Day("2026-07-01"));
  EXPECT_EQ(SwedishDate(At("1969-12-31T22:00:00Z")), Day("1969-12-31"));
}

TEST(InstantTest, EveryHourHasTheDayOfTheSwedishClock) {
  // Over both changes of the clocks, in an order that comes back to what was asked before.
  const std::int64_t begin = At("2025-09-01T00:30:00Z").unix_ms();
  constexpr std::int64_t kHourMs = 3'600'000;
  constexpr std::int64_t kHours = std::int64_t{24} * 500;
  for (std::int64_t i = 0; i < kHours; ++i) {
    const Instant at = Instant::FromUnixMs(begin + (i * 7919 % kHours) * kHourMs);
    EXPECT_EQ(SwedishDate(at).ToString(), SwedishDateTime(at).substr(0, 10)) << at.ToString();
  }
}

TEST(SwedishTimeTest, WritesTheClockOfTheWall) {
  EXPECT_EQ(SwedishDateTime(At("2026-11-26T07:00:00Z")), "2026-11-26 08:00");
  EXPECT_EQ(SwedishDateTime(At("2026-07-01T07:05:00Z")), "2026-07-01 09:05");
}

TEST(SwedishTimeTest, ADayStartsAtSwedishMidnight) {
  EXPECT_EQ(StartOfSwedishDay(Day("2026-11-26")), At("2026-11-25T23:00:00Z"));
  EXPECT_EQ(StartOfSwedishDay(Day("2026-07-01")), At("2026-06-30T22:00:00Z"));
}

TEST(SwedishTimeTest, DaysOfTheClockChangeLast23And25Hours) {
  constexpr std::int64_t kHourMs = 3600000;
  EXPECT_EQ(StartOfSwedishDay(Day("2026-03-30")) - StartOfSwedishDay(Day("2026-03-29")),
            23 * kHourMs);
  EXPECT_EQ(StartOfSwedishDay(Day("2026-10-26")) - StartOfSwedishDay(Day("2026-10-25")),
            25 * kHourMs);
}

// Both run in a process of their own, where the zone has not been loaded yet.
TEST(SwedishTimeDeathTest, SaysWhichPackageIsMissing) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        setenv("TZDIR", "/nowhere", 1);  // NOLINT(concurrency-mt-unsafe): one thread only
        const Status status = LoadSwedishTime();
        const bool named = DetailOf(status).remedy.find("tzdata") != std::string::npos;
        // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread only
        std::exit(status.code() == StatusCode::kFailedPrecondition && named ? 0 : 1);
      },
      testing::ExitedWithCode(0),
      "");
}

TEST(SwedishTimeDeathTest, StopsRatherThanTellTheWrongDay) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        setenv("TZDIR", "/nowhere", 1);  // NOLINT(concurrency-mt-unsafe): one thread only
        SwedishDate(Instant());
      },
      "check failed");
}

}  // namespace
}  // namespace dm
