#include "worker/adapters/grpc/call_pool.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "worker/core/mutex.h"

namespace dm::grpc_adapter {
namespace {

using std::chrono::milliseconds;

Call Of(
    const std::string& caller, std::function<void()> run = [] {}) {
  return {.system = caller, .caller = caller, .run = std::move(run)};
}

TEST(CallPool, RunsWhatIsQueuedBeforeItStops) {
  std::atomic<int> done{0};
  CallPool pool({.threads = 2, .queue_max = 100});
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(pool.Post(Of("urn:a", [&done] { ++done; })));
  pool.Stop();
  EXPECT_EQ(done, 50);
  pool.Stop();  // again: nothing to do
}

TEST(CallPool, RefusesOneMoreThanTheQueueHolds) {
  std::promise<void> entered;
  std::promise<void> release;
  CallPool pool({.threads = 1, .queue_max = 2});
  ASSERT_TRUE(pool.Post(Of("urn:a", [&] {
    entered.set_value();
    release.get_future().wait();
  })));
  entered.get_future().wait();  // the thread has taken it; the queue is empty
  EXPECT_TRUE(pool.Post(Of("urn:a")));
  EXPECT_TRUE(pool.Post(Of("urn:a")));
  EXPECT_FALSE(pool.Post(Of("urn:a")));
  release.set_value();
}

TEST(CallPool, RefusesAfterItHasStopped) {
  CallPool pool({.threads = 1, .queue_max = 10});
  pool.Stop();
  EXPECT_FALSE(pool.Post(Of("urn:a")));
}

TEST(CallPool, ACallerHasThreeQuartersOfTheQueueAndOfTheThreads) {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::atomic<int> running{0};
  CallPool pool({.threads = 4, .queue_max = 8});
  const auto hold = [&] {
    ++running;
    released.wait();
  };
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.Post(Of("urn:greedy", hold)));
  while (running < 3) std::this_thread::yield();
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(pool.Post(Of("urn:greedy"))) << i;
  EXPECT_FALSE(pool.Post(Of("urn:greedy")));
  // Nothing of the greedy one's ends before the other is answered.
  std::promise<void> answered;
  ASSERT_TRUE(pool.Post(Of("urn:other", [&] { answered.set_value(); })));
  answered.get_future().wait();
  EXPECT_EQ(running, 3);
  release.set_value();
}

TEST(CallPool, CallersTakeTurns) {
  std::promise<void> entered;
  std::promise<void> release;
  Mutex mutex;
  std::string order;
  CallPool pool({.threads = 1, .queue_max = 100});
  ASSERT_TRUE(pool.Post(Of("urn:c", [&] {
    entered.set_value();
    release.get_future().wait();
  })));
  entered.get_future().wait();
  const auto note = [&](char who) {
    const MutexLock lock(mutex);
    order += who;
  };
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.Post(Of("urn:a", [&] { note('a'); })));
  ASSERT_TRUE(pool.Post(Of("urn:b", [&] { note('b'); })));
  release.set_value();
  pool.Stop();
  const MutexLock lock(mutex);
  EXPECT_EQ(order, "abaa");
}

// Ten calls a second beside others, by a clock that stands still until it is moved.
class CallPoolPacing : public ::testing::Test {
 protected:
  void Move(milliseconds by) { now_ms_ += by.count(); }

  CallPool::Clock::time_point Now() const {
    return CallPool::Clock::time_point(std::chrono::hours(1) + milliseconds(now_ms_));
  }

  Call Greedy() {
    return Of("urn:greedy", [this] { ++done_; });
  }

  void Post(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(pool_.Post(Greedy())) << i;
  }

  // Another calls and is answered, after which whatever may run by now has at least begun to.
  void Other() {
    std::promise<void> answered;
    ASSERT_TRUE(pool_.Post(Of("urn:other", [&answered] { answered.set_value(); })));
    answered.get_future().wait();
  }

  void WaitFor(int count) const {
    while (done_ < count) std::this_thread::yield();
  }

  std::atomic<std::int64_t> now_ms_ = 0;
  std::atomic<int> done_ = 0;
  CallPool pool_{CallPool::Options{
      .threads = 2, .queue_max = 1'000, .per_second = 10, .now = [this] { return Now(); }}};
};

TEST_F(CallPoolPacing, OneThatIsAloneIsNotPaced) {
  Post(500);
  WaitFor(500);
}

TEST_F(CallPoolPacing, BesideAnotherItWaitsForItsRate) {
  Post(20);
  WaitFor(20);
  Other();
  Post(5);
  Other();
  EXPECT_EQ(done_, 20);
  Move(milliseconds(100));
  WaitFor(21);
  Move(milliseconds(99));
  Other();
  EXPECT_EQ(done_, 21);
  Move(milliseconds(1));
  WaitFor(22);
}

TEST_F(CallPoolPacing, AHandfulAfterAPauseDoesNotWait) {
  Other();
  Post(2);  // what it has not used of the last tenth of a second, and one
  WaitFor(2);
  Post(1);
  Other();
  EXPECT_EQ(done_, 2);
}

TEST_F(CallPoolPacing, GoesOnAtOnceWhenTheOtherHasBeenSilentForASecond) {
  Other();
  Post(50);
  WaitFor(2);
  Move(milliseconds(1'000));
  WaitFor(50);
}

TEST_F(CallPoolPacing, WhatIsLateIsToldSoAndTakesNobodysTurn) {
  Other();
  Post(2);
  WaitFor(2);
  Call late = Greedy();
  late.deadline = Now() + milliseconds(10);
  ASSERT_TRUE(pool_.Post(std::move(late)));
  Post(1);
  Move(milliseconds(50));
  WaitFor(3);
  Other();
  EXPECT_EQ(done_, 3);
  Move(milliseconds(50));
  WaitFor(4);
}

TEST_F(CallPoolPacing, OneOfManyPersonsThatIsLateIsFound) {
  Other();
  Post(2);
  WaitFor(2);
  std::atomic<int> told = 0;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(pool_.Post(
        {.system = "urn:greedy",
         .caller = std::to_string(i) + " via urn:greedy",
         .deadline = i % 2 == 0 ? Now() + milliseconds(10) : CallPool::Clock::time_point::max(),
         .run = [&told] { ++told; }}));
  }
  Move(milliseconds(50));
  while (told < 50) std::this_thread::yield();
  Other();
  EXPECT_EQ(told, 50);
  pool_.Stop();
  EXPECT_EQ(told, 100);
}

TEST_F(CallPoolPacing, PersonsOfASystemTakeTurnsInItsLine) {
  Other();
  Post(2);
  WaitFor(2);
  Post(3);
  std::atomic<bool> person = false;
  ASSERT_TRUE(pool_.Post(
      {.system = "urn:greedy", .caller = "anna via urn:greedy", .run = [&] { person = true; }}));
  Move(milliseconds(100));
  WaitFor(3);
  Move(milliseconds(100));
  while (!person) std::this_thread::yield();
  EXPECT_EQ(done_, 3);
}

TEST_F(CallPoolPacing, ALineIsBoundedAndTheOtherIsTaken) {
  Other();
  Post(2);
  Post(static_cast<int>(CallPool::kPacedMax));
  EXPECT_FALSE(pool_.Post(Greedy()));
  Other();
  WaitFor(2);
  EXPECT_EQ(done_, 2);
}

TEST_F(CallPoolPacing, TheBytesInLinesAreBounded) {
  Other();
  Post(2);
  Call large = Greedy();
  large.bytes = CallPool::kPacedBytesMax;
  ASSERT_TRUE(pool_.Post(std::move(large)));
  Call one_more = Greedy();
  one_more.bytes = 1;
  EXPECT_FALSE(pool_.Post(std::move(one_more)));
}

TEST_F(CallPoolPacing, WhatWaitsIsDoneBeforeItStops) {
  Other();
  Post(300);
  pool_.EndPacing();
  WaitFor(300);
  Post(10);
  pool_.Stop();
  EXPECT_EQ(done_, 310);
}

TEST_F(CallPoolPacing, StopsWithAFullLine) {
  Other();
  Post(300);
  pool_.Stop();
  EXPECT_EQ(done_, 300);
}

}  // namespace
}  // namespace dm::grpc_adapter
