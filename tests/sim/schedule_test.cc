#include "tests/sim/schedule.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::sim {
namespace {

TEST(Schedule, TasksTakeTurnsByVirtualTime) {
  Schedule schedule;
  std::string order;
  schedule.Spawn(nullptr, 0, [&] {
    order += 'a';
    schedule.Sleep(20);
    order += 'c';
  });
  schedule.Spawn(nullptr, 10, [&] { order += 'b'; });
  schedule.RunUntil(100);
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(schedule.now_ms(), 100);
}

TEST(Schedule, AProcessThatIsKilledUnwindsAndDoesNothingMore) {
  Schedule schedule;
  const auto host = std::make_shared<Host>();
  bool unwound = false;
  bool went_on = false;
  schedule.Spawn(host, 0, [&] {
    struct Note {
      bool& here;
      ~Note() { here = true; }
    } const note{unwound};
    schedule.Sleep(50);
    went_on = true;
  });
  schedule.Spawn(nullptr, 10, [&] { schedule.Kill(*host); });
  schedule.RunUntil(20);
  EXPECT_TRUE(unwound);
  EXPECT_FALSE(went_on);
  EXPECT_EQ(host->tasks, 0);
}

TEST(Schedule, AFrozenProcessGoesOnWhereItStood) {
  Schedule schedule;
  const auto host = std::make_shared<Host>();
  std::int64_t at_ms = 0;
  schedule.Spawn(host, 0, [&] {
    host->frozen_until_ms = 500;
    schedule.Sleep(5);
    at_ms = schedule.now_ms();
  });
  schedule.RunUntil(1'000);
  EXPECT_EQ(at_ms, 500);
}

TEST(Schedule, ACallDiesWithTheProcessThatServesItAndItsCallerGoesOn) {
  Schedule schedule;
  const auto server = std::make_shared<Host>();
  bool heard = true;
  schedule.Spawn(nullptr, 0, [&] {
    const auto from = schedule.Enter(server);
    try {
      schedule.Sleep(50);
    } catch (const Killed&) {
      heard = false;
    }
    schedule.Enter(from);
    schedule.Sleep(10);
  });
  schedule.Spawn(nullptr, 10, [&] { schedule.Kill(*server); });
  schedule.RunUntil(100);
  EXPECT_FALSE(heard);
}

TEST(Schedule, ADozingTaskIsWoken) {
  Schedule schedule;
  const auto host = std::make_shared<Host>();
  std::int64_t at_ms = 0;
  schedule.Spawn(host, 0, [&] {
    schedule.Doze(1'000);
    at_ms = schedule.now_ms();
  });
  schedule.Spawn(nullptr, 30, [&] { schedule.Wake(host.get()); });
  schedule.RunUntil(2'000);
  EXPECT_EQ(at_ms, 30);
}

}  // namespace
}  // namespace dm::sim
