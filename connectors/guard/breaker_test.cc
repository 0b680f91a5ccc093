#include "connectors/guard/breaker.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace dm::guard {
namespace {

constexpr BreakerOptions kOptions{
    .failures_to_break = 3, .first_break_ms = 1'000, .break_max_ms = 3'000};

// Broken at `now_ms`, until now_ms + 1 000.
void Break(Breaker& breaker, std::int64_t now_ms) {
  for (int i = 0; i < kOptions.failures_to_break; ++i) {
    ASSERT_TRUE(breaker.Allow(now_ms));
    breaker.Failed(now_ms);
  }
}

TEST(Breaker, BreaksAfterSoManyFailuresInARow) {
  Breaker breaker(kOptions);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(breaker.Allow(10));
    breaker.Failed(10);
  }
  EXPECT_EQ(breaker.State(10), BreakerState::kClosed);
  EXPECT_EQ(breaker.BrokenUntilMs(), 0);
  EXPECT_TRUE(breaker.Allow(20));
  breaker.Failed(20);
  EXPECT_EQ(breaker.State(20), BreakerState::kBroken);
  EXPECT_EQ(breaker.BrokenUntilMs(), 1'020);
  EXPECT_FALSE(breaker.Allow(1'019));
}

TEST(Breaker, AnAnswerInBetweenStartsTheCountAnew) {
  Breaker breaker(kOptions);
  for (int i = 0; i < 10; ++i) {
    breaker.Failed(0);
    breaker.Failed(0);
    breaker.Succeeded();
  }
  EXPECT_EQ(breaker.State(0), BreakerState::kClosed);
}

TEST(Breaker, LetsOneProbeOutAfterThePause) {
  Breaker breaker(kOptions);
  Break(breaker, 0);
  EXPECT_FALSE(breaker.Allow(999));
  EXPECT_EQ(breaker.State(999), BreakerState::kBroken);
  EXPECT_EQ(breaker.State(1'000), BreakerState::kProbing);
  EXPECT_TRUE(breaker.Allow(1'000));
  EXPECT_FALSE(breaker.Allow(1'000));
  EXPECT_FALSE(breaker.Allow(1'000'000));
}

TEST(Breaker, AProbeThatIsAnsweredCloses) {
  Breaker breaker(kOptions);
  Break(breaker, 0);
  ASSERT_TRUE(breaker.Allow(1'000));
  breaker.Succeeded();
  EXPECT_EQ(breaker.State(1'000), BreakerState::kClosed);
  EXPECT_EQ(breaker.BrokenUntilMs(), 0);
  // It takes as many failures again, and the first pause again.
  Break(breaker, 2'000);
  EXPECT_EQ(breaker.BrokenUntilMs(), 3'000);
}

TEST(Breaker, AProbeThatFailsDoublesThePauseUpToTheMost) {
  Breaker breaker(kOptions);
  Break(breaker, 0);
  std::int64_t now_ms = 0;
  for (const std::int64_t pause_ms : {2'000, 3'000, 3'000}) {
    now_ms = breaker.BrokenUntilMs();
    ASSERT_TRUE(breaker.Allow(now_ms));
    breaker.Failed(now_ms + 5);
    EXPECT_EQ(breaker.BrokenUntilMs(), now_ms + 5 + pause_ms);
  }
}

TEST(Breaker, AWithdrawnProbeIsGivenBack) {
  Breaker breaker(kOptions);
  Break(breaker, 0);
  ASSERT_TRUE(breaker.Allow(1'000));
  breaker.Withdrawn();
  EXPECT_EQ(breaker.BrokenUntilMs(), 1'000);
  EXPECT_TRUE(breaker.Allow(1'000));
  EXPECT_FALSE(breaker.Allow(1'000));
}

TEST(Breaker, AWithdrawnQuestionSaysNothing) {
  Breaker breaker(kOptions);
  breaker.Failed(0);
  breaker.Failed(0);
  ASSERT_TRUE(breaker.Allow(0));
  breaker.Withdrawn();
  EXPECT_EQ(breaker.State(0), BreakerState::kClosed);
  breaker.Failed(0);
  EXPECT_EQ(breaker.State(0), BreakerState::kBroken);
}

TEST(Breaker, FailuresOfQuestionsFromBeforeTheBreakProlongNothing) {
  Breaker breaker(kOptions);
  Break(breaker, 0);
  for (int i = 0; i < 60; ++i) breaker.Failed(500);
  EXPECT_EQ(breaker.BrokenUntilMs(), 1'000);
}

TEST(Breaker, OfManyThreadsOneGetsTheProbe) {
  Breaker breaker(kOptions);
  for (int round = 0; round < 50; ++round) {
    const std::int64_t now_ms = round * 10'000;
    Break(breaker, now_ms);
    std::atomic<int> allowed = 0;
    std::vector<std::jthread> threads(8);
    for (std::jthread& thread : threads) {
      thread = std::jthread([&] {
        if (breaker.Allow(now_ms + 1'000)) ++allowed;
      });
    }
    threads.clear();
    EXPECT_EQ(allowed.load(), 1);
    breaker.Succeeded();
  }
}

TEST(BreakerOptions, AreCheckedWithFieldLimitAndRemedy) {
  EXPECT_TRUE(Check(BreakerOptions{}).ok());
  EXPECT_EQ(DetailOf(Check(BreakerOptions{.failures_to_break = 0})).field,
            "breaker.failures_to_break");
  EXPECT_EQ(DetailOf(Check(BreakerOptions{.first_break_ms = 999})).field, "breaker.first_break_ms");
  const Status status = Check(BreakerOptions{.first_break_ms = 60'000, .break_max_ms = 59'999});
  EXPECT_EQ(DetailOf(status).field, "breaker.break_max_ms");
  EXPECT_EQ(DetailOf(status).remedy, "set breaker.break_max_ms to 60000 to 3600000");
  EXPECT_FALSE(Check(BreakerOptions{.break_max_ms = 3'600'001}).ok());
}

}  // namespace
}  // namespace dm::guard
