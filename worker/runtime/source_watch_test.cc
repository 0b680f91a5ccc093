#include "worker/runtime/source_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/recording_log.h"

namespace dm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RecordingLog;

SourceCondition Af(SourceGate gate) {
  SourceCondition condition;
  condition.source = Source::kAf;
  condition.gate = gate;
  return condition;
}

TEST(SourceWatchTest, TellsEachChangeOfAGateOnce) {
  RecordingLog log;
  SourceWatch watch(log);
  watch.Look({Af(SourceGate::kOpen)});
  EXPECT_THAT(log.events, IsEmpty());
  watch.Look({Af(SourceGate::kBroken)});
  watch.Look({Af(SourceGate::kBroken)});
  watch.Look({Af(SourceGate::kOpen)});
  EXPECT_THAT(log.events, ElementsAre("source_gate", "source_gate"));
}

TEST(SourceWatchTest, TheFirstLookTellsOfAGateThatIsNotOpen) {
  RecordingLog log;
  SourceWatch watch(log);
  watch.Look({Af(SourceGate::kClosed)});
  EXPECT_THAT(log.events, ElementsAre("source_gate"));
}

TEST(SourceWatchTest, TellsAnUnlistedCodeTheFirstTimeOnly) {
  RecordingLog log;
  SourceWatch watch(log);
  SourceCondition condition = Af(SourceGate::kOpen);
  condition.unlisted_codes = {{"AF.StatusSokandeinformationKod=7", 1}};
  watch.Look({condition});
  condition.unlisted_codes = {{"AF.StatusSokandeinformationKod=7", 2}, {"AF.Other=1", 1}};
  watch.Look({condition});
  EXPECT_THAT(log.events, ElementsAre("answer_code_unlisted", "answer_code_unlisted"));
}

TEST(RepeaterTest, LooksAtOnceAndAgainUntilStopped) {
  Mutex mutex;
  CondVar changed;
  int looks = 0;
  Repeater repeater(
      [&] {
        const MutexLock lock(mutex);
        ++looks;
        changed.NotifyAll();
      },
      1);
  repeater.Start();
  {
    const MutexLock lock(mutex);
    for (int waits = 0; looks < 3 && waits < 100; ++waits)
      changed.WaitFor(mutex, std::chrono::milliseconds(100));
  }
  repeater.Stop();
  const int stopped_at = looks;
  EXPECT_GE(stopped_at, 3);
  repeater.Stop();  // again does nothing
  EXPECT_EQ(looks, stopped_at);
}

}  // namespace
}  // namespace dm
