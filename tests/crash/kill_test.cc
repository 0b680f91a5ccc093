// T3, F1: the real worker is killed at every point where it makes something durable, started again,
// and everything holds. tests/crash/README.md tells how to run it with more points.
#include <atomic>
#include <filesystem>
#include <iostream>
#include <thread>

#include <gtest/gtest.h>

#include "tests/crash/io_gate.h"
#include "tests/crash/life.h"
#include "tests/crash/settings.h"
#include "worker/core/instant.h"

namespace dm::crash {
namespace {

constexpr int kAtOnce = 4;         // runs wait most of their time
constexpr int kPointsMax = 5'000;  // a scenario with more does not end

Gate KillAt(std::int64_t point, const std::string& result) {
  return {e2e::Municipality::Binary("io-gate"),
          "--calls",
          Setting("DM_CRASH_CALLS", "sync"),
          "--only",
          "medarbetare.db",
          "--fault",
          point > 0 ? "kill" : "none",
          "--at",
          std::to_string(point),
          "--result",
          result,
          "--"};
}

class KillTest : public ::testing::TestWithParam<Scenario> {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  void SetUp() override {
    if (!CanWatch()) GTEST_SKIP() << "the kernel does not let a process watch its child (seccomp)";
  }

  struct Lived {
    GateWord word;
    std::map<std::string, std::int64_t> payments;
    std::string wrong;
  };

  // One whole life; point 0 kills nobody.
  static Lived LiveWith(std::int64_t point) {
    Life life("kill-" + std::string(NameOf(GetParam())) + "-" + std::to_string(point), GetParam());
    const std::string folder = life.municipality().folder();
    Lived lived;
    life.Start(KillAt(point, folder + "/gate"));
    if (!life.LiveToTheEnd()) {
      lived.wrong = life.why();
      return lived;
    }
    life.StopWorker();
    lived.word = ReadGateWord(folder + "/gate");
    lived.payments = life.Payments();
    for (const std::string& violation : life.Violations(Moment::kFinished))
      lived.wrong += violation + "; ";
    if (lived.word.fired && life.starts() < 2) lived.wrong += "it was killed, yet did not end; ";
    if (lived.wrong.empty()) std::filesystem::remove_all(folder);
    return lived;
  }
};

TEST_P(KillTest, KilledAtAnyCommitPointItGoesOnAndPaysOnce) {
  const Lived calm = LiveWith(0);
  ASSERT_EQ(calm.wrong, "");
  ASSERT_EQ(calm.payments.size(), 1U);
  ASSERT_GT(calm.word.calls, 10);
  std::atomic<std::int64_t> next = 1;
  std::atomic<bool> done = false;
  std::atomic<std::int64_t> killed = 0;
  const auto live = [&] {
    while (!done) {
      const std::int64_t point = next++;
      const Lived lived = LiveWith(point);
      EXPECT_EQ(lived.wrong, "") << "killed at commit point " << point;
      EXPECT_EQ(lived.payments, calm.payments) << "killed at commit point " << point;
      killed += lived.word.fired ? 1 : 0;
      // The points differ by a few from run to run: the last is behind the first that is not met.
      if ((point > calm.word.calls && !lived.word.fired) || point > kPointsMax || HasFailure())
        done = true;
    }
  };
  std::vector<std::jthread> lives;
  lives.reserve(kAtOnce);
  for (int i = 0; i < kAtOnce; ++i) lives.emplace_back(live);
  lives.clear();
  std::cout << NameOf(GetParam()) << ": " << calm.word.calls << " commit points counted, killed at "
            << killed << "\n";
  EXPECT_GE(killed, calm.word.calls - 5);
}

INSTANTIATE_TEST_SUITE_P(EveryPoint,
                         KillTest,
                         ::testing::ValuesIn(kScenarios),
                         [](const auto& test) {
                           std::string name = NameOf(test.param);
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace dm::crash
