#include "worker/adapters/grpc/flood_guard.h"

#include <gtest/gtest.h>

namespace dm::grpc_adapter {
namespace {

constexpr char kPeer[] = "ipv4:192.0.2.1:50000";

class FloodGuardTest : public testing::Test {
 protected:
  // How many of `calls` end the connection.
  int Begin(int calls, const std::string& peer = kPeer) {
    int ended = 0;
    for (int i = 0; i < calls; ++i) ended += guard_.Counted(peer, now_) ? 1 : 0;
    return ended;
  }

  FloodGuard guard_{nullptr};
  FloodGuard::Clock::time_point now_ = FloodGuard::Clock::now();
};

TEST_F(FloodGuardTest, EndsOnceAtOneMoreThanTheMost) {
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), 0);
  EXPECT_EQ(Begin(1), 1);
  EXPECT_EQ(Begin(1'000), 0);
}

TEST_F(FloodGuardTest, CallsThatAreReadDoNotCount) {
  for (int i = 0; i < 10 * FloodGuard::kUnreadMax; ++i) {
    EXPECT_EQ(Begin(1), 0);
    guard_.Read(kPeer);
  }
  guard_.Read("ipv4:192.0.2.9:1");  // of no call
}

TEST_F(FloodGuardTest, TimeForgives) {
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), 0);
  now_ += FloodGuard::kWindow + std::chrono::seconds(1);
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), 0);
}

TEST_F(FloodGuardTest, ConnectionsAreCountedApart) {
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax), 0);
  EXPECT_EQ(Begin(FloodGuard::kUnreadMax, "ipv4:192.0.2.1:50001"), 0);
}

}  // namespace
}  // namespace dm::grpc_adapter
