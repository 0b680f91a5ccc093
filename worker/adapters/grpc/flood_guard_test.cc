#include "worker/adapters/grpc/flood_guard.h"

#include <gtest/gtest.h>

namespace dm::grpc_adapter {
namespace {

class FloodGuardTest : public testing::Test {
 protected:
  // How many of `calls` are let through.
  int Begin(int calls, const std::string& connection = "1") {
    int taken = 0;
    for (int i = 0; i < calls; ++i) taken += guard_.Began(connection, now_) ? 1 : 0;
    return taken;
  }

  // How many of `calls` end the connection.
  int Take(int calls, const std::string& connection = "1") {
    int ended = 0;
    for (int i = 0; i < calls; ++i) ended += guard_.IsToBeEnded(connection) ? 1 : 0;
    return ended;
  }

  FloodGuard guard_{nullptr};
  FloodGuard::Clock::time_point now_ = FloodGuard::Clock::now();
};

TEST_F(FloodGuardTest, RefusesAtOneMoreThanTheMost) {
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), FloodGuard::kUnreadMax);
  EXPECT_EQ(Take(1), 0);
  EXPECT_EQ(Begin(1), 0);
  EXPECT_EQ(Begin(1'000), 0);
}

TEST_F(FloodGuardTest, EndsOnceWhatIsOver) {
  Begin(FloodGuard::kUnreadMax + 1);
  EXPECT_EQ(Take(300), 1);
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

TEST_F(FloodGuardTest, EndsWhoKeepsTooManyOpen) {
  EXPECT_EQ(Take(FloodGuard::kOpenMax), 0);
  EXPECT_EQ(Take(1), 1);
  EXPECT_EQ(Take(1), 0);
  EXPECT_EQ(Begin(1), 0);
}

TEST_F(FloodGuardTest, CallsThatAreOverAreNotOpen) {
  for (int i = 0; i < 10 * FloodGuard::kOpenMax; ++i) {
    EXPECT_EQ(Take(1), 0);
    guard_.Ended("1");
  }
  guard_.Ended("2");  // of no call
}

}  // namespace
}  // namespace dm::grpc_adapter
