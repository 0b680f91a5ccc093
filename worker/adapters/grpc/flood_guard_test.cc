#include "worker/adapters/grpc/flood_guard.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::grpc_adapter {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FloodGuardTest : public testing::Test {
 protected:
  // How many of `calls` are let through.
  int Begin(int calls, const std::string& connection = "1") {
    int taken = 0;
    for (int i = 0; i < calls; ++i) taken += guard_.Began(connection, now_) ? 1 : 0;
    return taken;
  }

  // How many connections have ended by `calls`.
  std::size_t Take(int calls, const std::string& connection = "1") {
    const std::size_t before = ended_.size();
    for (int i = 0; i < calls; ++i) guard_.Taken(connection, "peer " + connection);
    return ended_.size() - before;
  }

  std::vector<std::string> ended_;  // peers
  FloodGuard guard_{nullptr, [this](const std::string& peer) {
                      ended_.push_back(peer);
                      return true;
                    }};
  FloodGuard::Clock::time_point now_ = FloodGuard::Clock::now();
};

TEST_F(FloodGuardTest, RefusesAtOneMoreThanTheMost) {
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), FloodGuard::kUnreadMax);
  EXPECT_EQ(Take(1), 0U);
  EXPECT_EQ(Begin(1), 0);
  EXPECT_EQ(Begin(1'000), 0);
}

TEST_F(FloodGuardTest, EndsOnceWhatIsOver) {
  Begin(FloodGuard::kUnreadMax + 1);
  EXPECT_EQ(Take(300), 1U);
}

TEST_F(FloodGuardTest, WhatIsOverStaysOver) {
  Begin(FloodGuard::kUnreadMax + 1);
  now_ += 2 * FloodGuard::kWindow;
  Take(1);
  now_ += 2 * FloodGuard::kWindow;
  EXPECT_EQ(Begin(1), 0);
}

TEST_F(FloodGuardTest, CallsThatAreReadDoNotCount) {
  for (int i = 0; i < 10 * FloodGuard::kUnreadMax; ++i) {
    EXPECT_EQ(Begin(1), 1);
    guard_.Read("1");
  }
  guard_.Read("2");  // of no call
}

TEST_F(FloodGuardTest, TimeForgives) {
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), FloodGuard::kUnreadMax);
  now_ += FloodGuard::kWindow + std::chrono::seconds(1);
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), FloodGuard::kUnreadMax);
}

TEST_F(FloodGuardTest, ConnectionsAreCountedApart) {
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), FloodGuard::kUnreadMax);
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax, "2"), FloodGuard::kUnreadMax);
}

TEST_F(FloodGuardTest, EndsWhereACallIsParsedOnceThePeerIsKnown) {
  Begin(1);
  Take(1);
  Begin(FloodGuard::kUnreadMax - 1);
  EXPECT_THAT(ended_, IsEmpty());
  Begin(1);
  EXPECT_THAT(ended_, ElementsAre("peer 1"));
  Begin(1'000);
  Take(1);
  EXPECT_THAT(ended_, ElementsAre("peer 1"));
}

TEST_F(FloodGuardTest, WhereAllHaveTooManyWhoHasMoreThanItsStreamsIsEnded) {
  for (const char* connection : {"1", "2", "3", "4"}) {
    Take(1, connection);
    Begin(FloodGuard::kUnreadAllMax / 4, connection);
  }
  EXPECT_THAT(ended_, IsEmpty());
  EXPECT_EQ(Begin(FloodGuard::kStreamsMax, "5"), FloodGuard::kStreamsMax);
  EXPECT_EQ(Begin(1, "5"), 0);
  EXPECT_EQ(Begin(1, "1"), 0);
  EXPECT_THAT(ended_, ElementsAre("peer 1"));
  EXPECT_EQ(Take(1, "5"), 1U);
}

TEST_F(FloodGuardTest, WhatWasReadOrIsLongAgoIsNoneOfAll) {
  for (int i = 0; i < 2 * FloodGuard::kUnreadAllMax; ++i) {
    EXPECT_EQ(Begin(1, std::to_string(i % 100)), 1);
    guard_.Read(std::to_string(i % 100));
  }
  for (const char* connection : {"1", "2", "3", "4"})
    Begin(FloodGuard::kUnreadAllMax / 4, connection);
  now_ += FloodGuard::kWindow + std::chrono::seconds(1);
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax, "5"), FloodGuard::kUnreadMax);
}

TEST_F(FloodGuardTest, EndsWhoKeepsTooManyOpen) {
  EXPECT_EQ(Take(FloodGuard::kOpenMax), 0U);
  EXPECT_EQ(Take(1), 1U);
  EXPECT_EQ(Take(1), 0U);
  EXPECT_EQ(Begin(1), 0);
}

TEST_F(FloodGuardTest, CallsThatAreOverAreNotOpen) {
  for (int i = 0; i < 10 * FloodGuard::kOpenMax; ++i) {
    EXPECT_EQ(Take(1), 0U);
    guard_.Ended("1");
  }
  guard_.Ended("2");  // of no call
}

}  // namespace
}  // namespace dm::grpc_adapter
