#include "worker/runtime/health_loop.h"

#include <atomic>
#include <chrono>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"

namespace dm {
namespace {

using testing::FakeClock;
using testing::FakeStore;
using testing::RecordingLog;
using testing::TestNow;

// Collects what is told and lets the test wait for it.
class Watcher {
 public:
  void Tell(bool healthy) {
    const MutexLock lock(mutex_);
    told_.push_back(healthy);
    changed_.NotifyAll();
  }

  std::vector<bool> WaitFor(std::size_t count) {
    const MutexLock lock(mutex_);
    for (int waits = 0; told_.size() < count && waits < 100; ++waits) {
      changed_.WaitFor(mutex_, std::chrono::milliseconds(100));
    }
    return told_;
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  std::vector<bool> told_ DM_GUARDED_BY(mutex_);
};

TEST(HealthLoopTest, TellsTheFirstFindingAndEachChange) {
  FakeClock clock(TestNow());
  FakeStore store;
  RecordingLog log;
  Watcher watcher;
  store.FailNext(Unavailable("full"));
  std::atomic<int> looks = 0;
  HealthLoop loop(
      store,
      clock,
      log,
      [&watcher](bool healthy) { watcher.Tell(healthy); },
      [&looks] { ++looks; },
      1);
  loop.Start();
  EXPECT_THAT(watcher.WaitFor(2), ::testing::ElementsAre(false, true));
  loop.Stop();
  EXPECT_GE(looks, 2) << "a look tells that the worker lives, whatever it finds";
}

}  // namespace
}  // namespace dm
