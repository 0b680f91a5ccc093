#include "connectors/guard/rate_limit.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <random>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace dm::guard {
namespace {

TEST(RateLimit, OfZeroIsNone) {
  RateLimit limit({.per_minute = 0});
  for (int i = 0; i < 10'000; ++i) EXPECT_EQ(limit.Take(0), 0);
}

TEST(RateLimit, GivesTheBurstAndThenOneAtATime) {
  RateLimit limit({.per_minute = 60, .burst = 3});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.Take(0), 0);
  EXPECT_EQ(limit.Take(0), 1'000);
  EXPECT_EQ(limit.Take(400), 600);
  EXPECT_EQ(limit.Take(999), 1);
  EXPECT_EQ(limit.Take(1'000), 0);
  EXPECT_EQ(limit.Take(1'000), 1'000);
}

TEST(RateLimit, TheWaitThatItTellsIsEnough) {
  for (const std::int64_t per_minute : {1, 7, 59, 61, 997, 59'999, 599'999}) {
    RateLimit limit({.per_minute = per_minute, .burst = 2});
    std::int64_t now_ms = 5;
    for (int i = 0; i < 100; ++i) {
      const std::int64_t wait_ms = limit.Take(now_ms);
      now_ms += wait_ms;
      if (wait_ms > 0) {
        EXPECT_EQ(limit.Take(now_ms), 0) << per_minute;
      }
    }
  }
}

// Calls at random times, and then each span between two of them against the promise.
TEST(RateLimit, NoSpanHoldsMoreThanBurstAndRate) {
  std::mt19937 random(20'261'126);  // NOLINT(cert-msc51-cpp): the same run each time
  for (const RateOptions options : {RateOptions{.per_minute = 7, .burst = 1},
                                    RateOptions{.per_minute = 1'000, .burst = 5},
                                    RateOptions{.per_minute = 119'999, .burst = 40}}) {
    RateLimit limit(options);
    std::vector<std::int64_t> calls;
    std::int64_t now_ms = 0;
    while (calls.size() < 400) {
      if (limit.Take(now_ms) == 0) calls.push_back(now_ms);
      if (random() % 4 == 0)
        now_ms += static_cast<std::int64_t>(random() % 60'000) / options.per_minute + 1;
    }
    for (std::size_t first = 0; first < calls.size(); ++first) {
      for (std::size_t last = first; last < calls.size(); ++last) {
        const auto count = static_cast<std::int64_t>(last - first + 1);
        const std::int64_t span_ms = calls[last] - calls[first];
        ASSERT_LE((count - options.burst) * 60'000, span_ms * options.per_minute);
      }
    }
  }
}

TEST(RateLimit, ReachesItsRate) {
  RateLimit limit({.per_minute = 600'000, .burst = 1'000});
  int calls = 0;
  for (std::int64_t now_ms = 0; now_ms < 60'000; ++now_ms) {
    while (limit.Take(now_ms) == 0) ++calls;
  }
  EXPECT_EQ(calls, 1'000 + 599'990);
}

TEST(RateLimit, LongQuietTimesDoNotOverflow) {
  RateLimit limit({.per_minute = 600'000, .burst = 1'000});
  EXPECT_EQ(limit.Take(0), 0);
  const std::int64_t end_ms = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(limit.Take(end_ms), 0);
  EXPECT_EQ(limit.Take(end_ms), 1);
}

TEST(RateLimit, ATimeThatGoesBackwardsEarnsNothing) {
  RateLimit limit({.per_minute = 60, .burst = 1});
  EXPECT_EQ(limit.Take(10'000), 0);
  EXPECT_EQ(limit.Take(9'500), 1'500);
  EXPECT_EQ(limit.Take(10'000), 1'000);
}

TEST(RateLimit, IsSharedByAllThreads) {
  RateLimit limit({.per_minute = 1, .burst = 100});
  std::atomic<int> taken = 0;
  std::vector<std::jthread> threads(8);
  for (std::jthread& thread : threads) {
    thread = std::jthread([&] {
      for (int j = 0; j < 50; ++j) {
        if (limit.Take(0) == 0) ++taken;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(taken.load(), 100);
}

TEST(RateOptions, AreCheckedWithFieldLimitAndRemedy) {
  EXPECT_TRUE(Check(RateOptions{}).ok());
  EXPECT_TRUE(Check(RateOptions{.per_minute = 600'000, .burst = 1'000}).ok());
  EXPECT_EQ(DetailOf(Check(RateOptions{.per_minute = 600'001})).field, "rate.per_minute");
  EXPECT_EQ(DetailOf(Check(RateOptions{.per_minute = -1})).remedy,
            "set rate.per_minute to 0 to 600000");
  EXPECT_EQ(DetailOf(Check(RateOptions{.burst = 0})).field, "rate.burst");
}

}  // namespace
}  // namespace dm::guard
