#include "worker/metrics/event_counts.h"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/recording_log.h"

namespace dm::metrics {
namespace {

using dm::testing::RecordingLog;

TEST(EventCounts, CountsWhatItPassesOnByEventAndCode) {
  RecordingLog log;
  EventCounts events(log);
  for (const char* queue : {"Q-05", "Q-05", "Q-18"})
    events.Write(
        LogLevel::kInfo, "case_escalated", {{"case_id", "EKB-202612-000001"}, {"queue", queue}});
  events.Write(LogLevel::kError, "grpc_reported", {{"message", "x"}});
  std::map<std::string, std::int64_t> counts;
  for (const EventCount& one : events.Counts())
    counts[one.event + "/" + one.level + "/" + one.key + "=" + one.value] = one.count;
  EXPECT_THAT(counts,
              ::testing::ElementsAre(::testing::Pair("case_escalated/info/queue=Q-05", 2),
                                     ::testing::Pair("case_escalated/info/queue=Q-18", 1),
                                     ::testing::Pair("grpc_reported/error/=", 1)));
  EXPECT_EQ(log.events.size(), 4U);
}

TEST(EventCounts, KeepsDurationsByTheirBounds) {
  RecordingLog log;
  EventCounts events(log);
  for (const int ms : {0, 50, 51, 60'000})
    events.Write(LogLevel::kInfo, "register_answered", {{"duration_ms", ms}});
  const Durations took = events.Took().at("register_answered");
  EXPECT_EQ(took.counts.at(0), 2);
  EXPECT_EQ(took.counts.at(1), 1);
  EXPECT_EQ(took.counts.back(), 1);
  EXPECT_EQ(took.sum_ms, 60'101);
}

TEST(EventCounts, HasABoundWhateverIsSaid) {
  RecordingLog log;
  EventCounts events(log);
  constexpr int kMany = 200;
  for (int i = 0; i < kMany; ++i)
    events.Write(LogLevel::kError, "effect_refused", {{"code", "RECEIVER_" + std::to_string(i)}});
  std::int64_t sum = 0;
  std::int64_t other = 0;
  const std::vector<EventCount> counts = events.Counts();
  for (const EventCount& one : counts) {
    sum += one.count;
    if (one.value == "other") other = one.count;
  }
  EXPECT_EQ(counts.size(), EventCounts::kValuesMax + 1);
  EXPECT_EQ(sum, kMany);
  EXPECT_EQ(other, kMany - static_cast<std::int64_t>(EventCounts::kValuesMax));
}

}  // namespace
}  // namespace dm::metrics
