#include "worker/core/mutex.h"

#include <chrono>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace dm {
namespace {

class Counter {
 public:
  void Add() DM_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    ++count_;
    changed_.NotifyAll();
  }

  // Waits until the count is `wanted`; a count that never comes ends in the test's own time limit.
  void AwaitCount(int wanted) DM_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    while (count_ < wanted) changed_.WaitFor(mutex_, std::chrono::milliseconds(1000));
  }

  int count() DM_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return count_;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  int count_ DM_GUARDED_BY(mutex_) = 0;
};

TEST(MutexTest, LosesNoUpdateOfManyThreads) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 1000;
  Counter counter;
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&counter] {
        for (int round = 0; round < kRounds; ++round) counter.Add();
      });
    }
  }
  EXPECT_EQ(counter.count(), kThreads * kRounds);
}

TEST(CondVarTest, WakesAWaiterThatStillHoldsTheMutexAfterwards) {
  Counter counter;
  std::jthread other([&counter] { counter.Add(); });
  counter.AwaitCount(1);
  EXPECT_EQ(counter.count(), 1);
}

TEST(CondVarTest, GivesUpAfterTheTimeout) {
  Mutex mutex;
  CondVar never;
  const MutexLock lock(mutex);
  const auto start = std::chrono::steady_clock::now();
  never.WaitFor(mutex, std::chrono::milliseconds(5));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(60));
  never.NotifyOne();  // no one waits: nothing happens
}

}  // namespace
}  // namespace dm
