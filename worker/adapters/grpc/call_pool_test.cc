#include "worker/adapters/grpc/call_pool.h"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

namespace dm::grpc_adapter {
namespace {

TEST(CallPool, RunsWhatIsQueuedBeforeItStops) {
  std::atomic<int> done{0};
  CallPool pool(2, 100);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(pool.Post([&done] { ++done; }));
  pool.Stop();
  EXPECT_EQ(done, 50);
  pool.Stop();  // again: nothing to do
}

TEST(CallPool, RefusesOneMoreThanTheQueueHolds) {
  std::promise<void> entered;
  std::promise<void> release;
  CallPool pool(1, 2);
  ASSERT_TRUE(pool.Post([&] {
    entered.set_value();
    release.get_future().wait();
  }));
  entered.get_future().wait();  // the thread has taken it; the queue is empty
  EXPECT_TRUE(pool.Post([] {}));
  EXPECT_TRUE(pool.Post([] {}));
  EXPECT_FALSE(pool.Post([] {}));
  release.set_value();
}

TEST(CallPool, RefusesAfterItHasStopped) {
  CallPool pool(1, 10);
  pool.Stop();
  EXPECT_FALSE(pool.Post([] {}));
}

}  // namespace
}  // namespace dm::grpc_adapter
