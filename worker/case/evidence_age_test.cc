#include "worker/case/evidence_age.h"

#include <gtest/gtest.h>

namespace dm {
namespace {

constexpr std::int64_t kHourMs = std::int64_t{60} * 60'000;
constexpr std::int64_t kMaxAgeMs = 24 * kHourMs;

bool TooOldAfter(std::int64_t ms) {
  SourceAnswer answer;
  answer.fetched_at = Instant::FromUnixMs(1'790'000'000'000);
  return IsTooOld(answer, answer.fetched_at.PlusMs(ms), kMaxAgeMs);
}

TEST(IsTooOld, HoldsExactlyAtTheLimit) {
  EXPECT_FALSE(TooOldAfter(0));
  EXPECT_FALSE(TooOldAfter(kMaxAgeMs));
  EXPECT_TRUE(TooOldAfter(kMaxAgeMs + 1));
}

TEST(IsTooOld, TrustsNoAgeOnceTheClockWasSetBack) {
  EXPECT_FALSE(TooOldAfter(-kClockSlackMs));
  EXPECT_TRUE(TooOldAfter(-kClockSlackMs - 1));
  EXPECT_TRUE(TooOldAfter(-10 * 365 * kMaxAgeMs));
}

TEST(IsTooOld, SubtractsNothingBeyondItsRange) {
  SourceAnswer answer;
  EXPECT_TRUE(IsTooOld(answer, Instant::FromUnixMs(1'790'000'000'000), kMaxAgeMs));
}

}  // namespace
}  // namespace dm
