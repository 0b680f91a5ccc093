#include "worker/adapters/grpc/call_pool.h"

#include <atomic>
#include <future>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "worker/core/mutex.h"

namespace dm::grpc_adapter {
namespace {

TEST(CallPool, RunsWhatIsQueuedBeforeItStops) {
  std::atomic<int> done{0};
  CallPool pool(2, 100);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(pool.Post("urn:a", [&done] { ++done; }));
  pool.Stop();
  EXPECT_EQ(done, 50);
  pool.Stop();  // again: nothing to do
}

TEST(CallPool, RefusesOneMoreThanTheQueueHolds) {
  std::promise<void> entered;
  std::promise<void> release;
  CallPool pool(1, 2);
  ASSERT_TRUE(pool.Post("urn:a", [&] {
    entered.set_value();
    release.get_future().wait();
  }));
  entered.get_future().wait();  // the thread has taken it; the queue is empty
  EXPECT_TRUE(pool.Post("urn:a", [] {}));
  EXPECT_TRUE(pool.Post("urn:a", [] {}));
  EXPECT_FALSE(pool.Post("urn:a", [] {}));
  release.set_value();
}

TEST(CallPool, RefusesAfterItHasStopped) {
  CallPool pool(1, 10);
  pool.Stop();
  EXPECT_FALSE(pool.Post("urn:a", [] {}));
}

TEST(CallPool, ACallerHasThreeQuartersOfTheQueueAndOfTheThreads) {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::atomic<int> running{0};
  CallPool pool(4, 8);
  const auto hold = [&] {
    ++running;
    released.wait();
  };
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.Post("urn:greedy", hold));
  while (running < 3) std::this_thread::yield();
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(pool.Post("urn:greedy", [] {})) << i;
  EXPECT_FALSE(pool.Post("urn:greedy", [] {}));
  // Nothing of the greedy one's ends before the other is answered.
  std::promise<void> answered;
  ASSERT_TRUE(pool.Post("urn:other", [&] { answered.set_value(); }));
  answered.get_future().wait();
  EXPECT_EQ(running, 3);
  release.set_value();
}

TEST(CallPool, CallersTakeTurns) {
  std::promise<void> entered;
  std::promise<void> release;
  Mutex mutex;
  std::string order;
  CallPool pool(1, 100);
  ASSERT_TRUE(pool.Post("urn:c", [&] {
    entered.set_value();
    release.get_future().wait();
  }));
  entered.get_future().wait();
  const auto note = [&](char who) {
    const MutexLock lock(mutex);
    order += who;
  };
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool.Post("urn:a", [&] { note('a'); }));
  ASSERT_TRUE(pool.Post("urn:b", [&] { note('b'); }));
  release.set_value();
  pool.Stop();
  const MutexLock lock(mutex);
  EXPECT_EQ(order, "abaa");
}

}  // namespace
}  // namespace dm::grpc_adapter
