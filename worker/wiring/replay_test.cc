#include "worker/wiring/replay.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"
#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"

namespace dm {
namespace {

using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;
using dm::testing::RecordingLog;
using dm::testing::TestNow;

class ReplayJobTest : public ::testing::Test {
 protected:
  // A case that was assessed and is decided.
  CaseId Put(int number) {
    CaseRecord record = PlainCase(CaseState::kFetched);
    record.application.id = ApplicationId::FromTrusted("APP-" + std::to_string(number));
    record.application.household = HouseholdId::FromTrusted("HH-" + std::to_string(number));
    record.id = PutCase(store_, record);
    CaseInput input;
    input.application = record.application;
    input.evidence = record.evidence;
    input.assessed_at = TestNow();
    input.assessed_on = SwedishDate(TestNow());
    CaseChange change;
    change.case_id = record.id;
    change.expected_version = record.version;
    change.to = CaseState::kEvaluated;
    change.assessment = Assess(input, *policy_);
    change.assessed_input = codec::Encode(input);
    EXPECT_TRUE(store_.Apply(change, TestNow()).ok());
    CaseRecord decided = *store_.GetCase(record.id);
    decided.state = CaseState::kDecided;
    store_.Overwrite(decided);
    return record.id;
  }

  // One öre in what was stored is another.
  void Alter(const CaseId& id) {
    CaseRecord record = *store_.GetCase(id);
    record.assessment->costs += Money::FromOre(1);
    store_.Overwrite(record);
  }

  ReplayJob Job(int sample) {
    return ReplayJob(
        store_, clock_, policies_, ReplayParts({.sample = sample, .hour = 2}, "worker-1"));
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  RecordingLog log_;
  std::shared_ptr<FakePolicy> policy_ = std::make_shared<FakePolicy>();
  PolicyHolder policies_{policy_};
};

TEST_F(ReplayJobTest, CasesGiveWhatWasStored) {
  for (int i = 1; i <= 3; ++i) Put(i);
  const StatusOr<ReplaySummary> summary = Job(10).Run(log_);
  ASSERT_TRUE(summary.ok()) << MessageOf(summary.status());
  EXPECT_EQ(summary->same, 3);
  EXPECT_EQ(summary->different, 0);
  EXPECT_FALSE(store_.GetControl()->paused);
  EXPECT_EQ((*LastReplay(store_))->same, 3);
}

TEST_F(ReplayJobTest, AChangedByteIsFoundAndStopsDeciding) {
  Put(1);
  Alter(Put(2));
  const StatusOr<ReplaySummary> summary = Job(10).Run(log_);
  ASSERT_TRUE(summary.ok()) << MessageOf(summary.status());
  EXPECT_EQ(summary->same, 1);
  EXPECT_EQ(summary->different, 1);
  EXPECT_TRUE(store_.GetControl()->paused);
  EXPECT_EQ(store_.GetControl()->pause_reason, "REPLAY_DIFFERS");
  EXPECT_TRUE(log_.Has("replay_differs"));
  EXPECT_EQ((*LastReplay(store_))->different, 1);
}

TEST_F(ReplayJobTest, ACaseWithoutItsInputIsCountedApart) {
  PutCase(store_, PlainCase(CaseState::kDecided));
  EXPECT_EQ(Job(10).Run(log_)->not_replayed, 1);
  EXPECT_FALSE(store_.GetControl()->paused);
}

TEST_F(ReplayJobTest, TheSampleIsAsLargeAsToldAndTheSameForADay) {
  for (int i = 1; i <= 5; ++i) Put(i);
  EXPECT_EQ(Job(3).Run(log_)->same, 3);
  EXPECT_EQ(Job(5).Run(log_)->same, 5);
  EXPECT_EQ(Job(6).Run(log_)->same, 5);
}

TEST_F(ReplayJobTest, RunsOnceADayAfterItsHour) {
  Put(1);
  ReplayJob job = Job(10);
  const auto runs = [this] {
    const std::vector<std::string> actions = store_.Actions();
    return std::count(actions.begin(), actions.end(), "cases_replayed");
  };
  const Instant midnight = StartOfSwedishDay(SwedishDate(TestNow()).PlusDays(1));
  clock_.Advance(midnight - clock_.Now());
  job.LookAndTell(log_);
  EXPECT_EQ(runs(), 0);
  clock_.Advance(std::int64_t{2} * 60 * 60'000);
  job.LookAndTell(log_);
  job.LookAndTell(log_);
  EXPECT_EQ(runs(), 1);
  clock_.Advance(std::int64_t{24} * 60 * 60'000);
  job.LookAndTell(log_);
  EXPECT_EQ(runs(), 2);
  ReplayJob none = Job(0);
  clock_.Advance(std::int64_t{24} * 60 * 60'000);
  none.LookAndTell(log_);
  EXPECT_EQ(runs(), 2);
}

TEST_F(ReplayJobTest, AStoreThatFailsIsToldAndTriedAgain) {
  Put(1);
  ReplayJob job = Job(10);
  clock_.Advance(std::int64_t{24} * 60 * 60'000);
  store_.FailNext(Unavailable("disk"));
  job.LookAndTell(log_);
  EXPECT_TRUE(log_.Has("replay_failed"));
  job.LookAndTell(log_);
  EXPECT_TRUE(log_.Has("cases_replayed"));
}

}  // namespace
}  // namespace dm
