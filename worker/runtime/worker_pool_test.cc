#include "worker/runtime/worker_pool.h"

#include <atomic>
#include <latch>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_store.h"
#include "tests/support/silent_log.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/log.h"
#include "worker/runtime/worker_pool_loops.h"

namespace dm {
namespace {

using testing::FakeStore;
using testing::PlainApplication;
using testing::TestNow;

// Escalates what it is given and counts how often.
class CountingRunner final : public CaseRunner {
 public:
  CountingRunner(Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  void Run(const Claim& claim, const std::stop_token&) override {
    {
      const MutexLock lock(mutex_);
      ++runs_[claim.case_id];
    }
    CaseChange change;
    change.case_id = claim.case_id;
    change.claim = claim;
    change.to = CaseState::kEscalated;
    change.release_claim = true;
    change.audit.action = "case_escalated";
    EXPECT_TRUE(store_.Apply(change, clock_.Now()).ok());
  }

  std::map<CaseId, int> runs() {
    const MutexLock lock(mutex_);
    return runs_;
  }

 private:
  Store& store_;
  const Clock& clock_;
  Mutex mutex_;
  std::map<CaseId, int> runs_ DM_GUARDED_BY(mutex_);
};

// Answers a claim once it is let.
class HeldClaims final : public FakeStore {
 public:
  StatusOr<std::vector<Claim>> ClaimDue(const std::string& worker,
                                        Instant now,
                                        std::int64_t lease_ms,
                                        int limit) override {
    asked_.count_down();
    let_.wait();
    return FakeStore::ClaimDue(worker, now, lease_ms, limit);
  }

  void WaitUntilAsked() { asked_.wait(); }

  void Let() { let_.count_down(); }

 private:
  std::latch asked_{1};
  std::latch let_{1};
};

// Threads that tell when the pool has told the first of them, the one that claims, to stop.
struct ToldThreads : SystemThreads {
  class Thread : public std::jthread {
   public:
    using std::jthread::jthread;

    void request_stop() {
      std::jthread::request_stop();
      told.test_and_set();
      told.notify_all();
    }

    inline static std::atomic_flag told;
  };
};

class WorkerPoolTest : public ::testing::Test {
 protected:
  WorkerPoolTest() { TestNow(); }

  void Submit(int number) {
    NewCase new_case;
    new_case.application = PlainApplication();
    new_case.application.id = ApplicationId::FromTrusted("A-" + std::to_string(number));
    new_case.application.household = HouseholdId::FromTrusted("H-" + std::to_string(number));
    new_case.request_id = "request-" + std::to_string(number);
    new_case.content_sha256 = std::string(64, 'a');
    ASSERT_TRUE(store_.Accept(new_case, clock_->Now()).ok());
  }

  const std::unique_ptr<Clock> clock_ = MakeClock(0);
  FakeStore store_;
  testing::SilentLog log_;
  CountingRunner runner_{store_, *clock_};
  WorkerPoolOptions options_{.worker = "worker-1", .threads = 3, .lease_ms = 60'000, .poll_ms = 20};
};

TEST_F(WorkerPoolTest, WorksEachDueCaseOnceAndDrains) {
  for (int i = 0; i < 40; ++i) Submit(i);
  WorkerPool pool(store_, *clock_, log_, runner_, options_);
  pool.Start();
  EXPECT_TRUE(pool.WaitUntilDrained(std::stop_token()).ok());
  const auto runs = runner_.runs();
  EXPECT_EQ(runs.size(), 40U);
  for (const auto& [id, count] : runs) EXPECT_EQ(count, 1) << id.value();
}

TEST_F(WorkerPoolTest, AWakeBringsACaseThatCameLater) {
  WorkerPool pool(store_, *clock_, log_, runner_, options_);
  pool.Start();
  ASSERT_TRUE(pool.WaitUntilDrained(std::stop_token()).ok());
  Submit(1);
  pool.Wake();
  ASSERT_TRUE(pool.WaitUntilDrained(std::stop_token()).ok());
  EXPECT_EQ(runner_.runs().size(), 1U);
}

TEST_F(WorkerPoolTest, DrainingStopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  WorkerPool pool(store_, *clock_, log_, runner_, options_);
  EXPECT_TRUE(pool.WaitUntilDrained(stop.get_token()).ok());
}

TEST_F(WorkerPoolTest, WhatIsClaimedWhileItStopsIsGivenBack) {
  HeldClaims store;
  CountingRunner runner(store, *clock_);
  const CaseId id = testing::PutCase(store, testing::PlainCase(CaseState::kRegistered));
  BasicWorkerPool<ToldThreads> pool(store, *clock_, log_, runner, options_);
  pool.Start();
  store.WaitUntilAsked();
  {
    const std::jthread stopping([&pool] { pool.Stop(); });
    ToldThreads::Thread::told.wait(false);
    store.Let();
  }
  EXPECT_TRUE(runner.runs().empty());
  const auto again = store.ClaimNext("worker-2", clock_->Now(), 60'000);
  ASSERT_TRUE(again.ok());
  ASSERT_TRUE(again->has_value());
  EXPECT_EQ((*again)->case_id, id);
}

TEST_F(WorkerPoolTest, StopEndsAllThreadsWithWorkLeftOnTheQueue) {
  for (int i = 0; i < 10; ++i) Submit(i);
  {
    WorkerPool pool(store_, *clock_, log_, runner_, options_);
    pool.Start();
    pool.Stop();
  }
  int open = 0;
  const auto states = store_.CountStates();
  ASSERT_TRUE(states.ok());
  for (const StateCount& one : *states) {
    if (one.state == CaseState::kReceived) open = one.count;
  }
  EXPECT_EQ(static_cast<std::size_t>(open) + runner_.runs().size(), 10U);
}

}  // namespace
}  // namespace dm
