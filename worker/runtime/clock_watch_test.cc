#include "worker/runtime/clock_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"

namespace dm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kYearMs = std::int64_t{365} * 24 * 60 * kMinuteMs;

class ClockWatchTest : public ::testing::Test {
 protected:
  ClockWatchTest() : clock_(testing::TestNow()) {}

  Control TheControl() { return *store_.GetControl(); }

  testing::FakeClock clock_;
  testing::FakeStore store_;
  testing::RecordingLog log_;
  ClockWatch watch_{store_, clock_, log_, "worker-1"};
};

TEST_F(ClockWatchTest, SaysNothingOfAClockThatGoesAsTimeDoes) {
  watch_.Look();
  for (int i = 0; i < 3; ++i) {
    clock_.Advance(kYearMs);  // a worker that was not scheduled: both clocks have gone on
    watch_.Look();
  }
  clock_.Jump(900);
  watch_.Look();
  EXPECT_THAT(log_.events, IsEmpty());
  EXPECT_FALSE(TheControl().paused);
}

TEST_F(ClockWatchTest, TellsOfASmallJumpAndGoesOn) {
  watch_.Look();
  clock_.Jump(-2'000);
  watch_.Look();
  clock_.Jump(10 * kMinuteMs);
  watch_.Look();
  watch_.Look();
  EXPECT_THAT(log_.events, ElementsAre("clock_jumped", "clock_jumped"));
  EXPECT_FALSE(TheControl().paused);
}

TEST_F(ClockWatchTest, ALargeJumpEitherWayStopsDeciding) {
  for (const std::int64_t by_ms :
       {10 * kMinuteMs + 1, -10 * kMinuteMs - 1, 10 * kYearMs, -10 * kYearMs}) {
    testing::FakeClock clock(testing::TestNow());
    testing::FakeStore store;
    ClockWatch watch(store, clock, log_, "worker-1");
    watch.Look();
    clock.Jump(by_ms);
    watch.Look();
    EXPECT_TRUE(store.GetControl()->paused) << by_ms;
    EXPECT_EQ(store.GetControl()->pause_reason, "CLOCK_JUMPED") << by_ms;
    const auto audit = *store.ReadAudit(1, 10);
    ASSERT_EQ(audit.size(), 1U);
    EXPECT_EQ(audit.front().event.detail, "reason=CLOCK_JUMPED");
  }
}

TEST_F(ClockWatchTest, AClockBehindTheStoreStopsDeciding) {
  const AuditEvent done{.actor_kind = ActorKind::kPerson,
                        .actor = "HL000001",
                        .mandate = "",
                        .action = "something_else",
                        .subject = "",
                        .detail = "",
                        .request_sha256 = ""};
  ASSERT_TRUE(store_.AppendAudit(done, clock_.Now().PlusMs(10 * kMinuteMs)).ok());
  watch_.Look();
  EXPECT_FALSE(TheControl().paused);  // another machine's clock may be as far off

  ASSERT_TRUE(store_.AppendAudit(done, clock_.Now().PlusMs(kYearMs)).ok());
  ClockWatch started_anew(store_, clock_, log_, "worker-2");
  started_anew.Look();
  EXPECT_TRUE(TheControl().paused);
  EXPECT_EQ(TheControl().pause_reason, "CLOCK_BEHIND_STORE");
  EXPECT_THAT(log_.events, ElementsAre("clock_not_trusted"));
}

}  // namespace
}  // namespace dm
