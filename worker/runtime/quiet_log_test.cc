#include "worker/runtime/quiet_log.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace dm {
namespace {

class CountingLog final : public Log {
 public:
  void Write(LogLevel /*level*/,
             std::string_view event,
             const std::vector<LogField>& fields) override {
    ++lines;
    last = std::string(event);
    repeated = 0;
    for (const LogField& field : fields)
      if (field.key() == "repeated") repeated = std::get<std::int64_t>(field.value());
  }

  int lines = 0;
  std::int64_t repeated = 0;
  std::string last;
};

class QuietLogTest : public ::testing::Test {
 protected:
  void Fail(const char* reason) {
    quiet_.Write(LogLevel::kError, "claim_failed", {{"reason", reason}});
  }

  dm::testing::FakeClock clock_{Instant::FromUnixMs(1'796'000'000'000)};
  CountingLog log_;
  QuietLog quiet_{log_, clock_};
};

TEST_F(QuietLogTest, TellsOfALastingFaultOnceAndThenNowAndThen) {
  for (int i = 0; i < 1'200; ++i) {  // ten minutes of two looks a second
    Fail("STORE_FULL");
    clock_.Advance(500);
  }
  EXPECT_EQ(log_.lines, 2);
  EXPECT_EQ(log_.repeated, 599);
  clock_.Advance(QuietLog::kEveryMs);
  Fail("STORE_FULL");
  EXPECT_EQ(log_.lines, 3);
}

TEST_F(QuietLogTest, AnotherReasonIsAnotherFault) {
  Fail("STORE_FULL");
  Fail("STORE_BROKEN");
  Fail("STORE_FULL");
  EXPECT_EQ(log_.lines, 2);
}

TEST_F(QuietLogTest, WhatHappensToACaseIsAlwaysTold) {
  for (int i = 0; i < 3; ++i) quiet_.Write(LogLevel::kError, "effect_refused", {{"code", "X"}});
  EXPECT_EQ(log_.lines, 3);
  EXPECT_EQ(log_.last, "effect_refused");
}

}  // namespace
}  // namespace dm
