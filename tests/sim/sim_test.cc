// What CTest runs of the simulation: a few hundred histories, that each planted bug is caught, and
// that a seed is a history. The long runs are in README.md.
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/sim/runs.h"

namespace dm::sim {
namespace {

RunOptions Some(int histories) {
  RunOptions options;
  options.policies = DM_SOURCE_DIR "/policies";
  options.histories = histories;
  return options;
}

TEST(Simulation, TheInvariantsHoldInAFewHundredHistories) {
  const StatusOr<RunResult> result = RunHistories(Some(300));
  ASSERT_TRUE(result.ok()) << MessageOf(result.status());
  for (const FailedHistory& failed : result->failed) {
    for (const Violation& violation : failed.violations)
      ADD_FAILURE() << violation.invariant << ": " << violation.what
                    << "\n  again: build/dev/bin/sim --histories 1 --trace --seed " << failed.seed;
  }
  EXPECT_EQ(result->histories, 300);
  EXPECT_GT(result->run_twice, 0);
  EXPECT_TRUE(result->unsteady.empty());
}

TEST(Simulation, WithoutFaultsEachHouseholdGetsWhatItsGoldenCaseSays) {
  RunOptions options = Some(20);
  options.history.faults = false;
  const StatusOr<RunResult> result = RunHistories(options);
  ASSERT_TRUE(result.ok()) << MessageOf(result.status());
  EXPECT_TRUE(result->failed.empty());
}

TEST(Simulation, ASeedIsAHistory) {
  ASSERT_TRUE(LoadSwedishTime().ok());
  const StatusOr<Shipped> shipped = LoadShipped(DM_SOURCE_DIR "/policies");
  ASSERT_TRUE(shipped.ok()) << MessageOf(shipped.status());
  const auto database = SimDatabase::Make();
  ASSERT_TRUE(database.ok());
  HistoryOptions options;
  options.seed = 4;
  const std::uint64_t first = RunHistory(options, *shipped, **database).trace;
  options.seed = 5;
  const std::uint64_t other = RunHistory(options, *shipped, **database).trace;
  options.seed = 4;
  EXPECT_EQ(RunHistory(options, *shipped, **database).trace, first);
  EXPECT_NE(other, first);
  const auto fresh = SimDatabase::Make();
  ASSERT_TRUE(fresh.ok());
  EXPECT_EQ(RunHistory(options, *shipped, **fresh).trace, first);
}

class PlantedBug : public ::testing::TestWithParam<PlantedInfo> {};

// Caught: the invariant that it breaks says so, where the same histories without it are clean.
TEST_P(PlantedBug, IsCaught) {
  ASSERT_TRUE(LoadSwedishTime().ok());
  const StatusOr<Shipped> shipped = LoadShipped(DM_SOURCE_DIR "/policies");
  ASSERT_TRUE(shipped.ok()) << MessageOf(shipped.status());
  const auto database = SimDatabase::Make();
  ASSERT_TRUE(database.ok());
  int bites = 0;
  for (int i = 1; i <= GetParam().within; ++i) {
    HistoryOptions options;
    options.seed = static_cast<std::uint64_t>(i);
    options.planted = GetParam().bug;
    if (GetParam().alone) options.only = GetParam().needs;
    const HistoryResult result = RunHistory(options, *shipped, **database);
    bites += result.bites;
    for (const Violation& violation : result.violations)
      if (violation.invariant == GetParam().breaks) return;
  }
  ADD_FAILURE() << "not caught in " << GetParam().within << " histories; it bit " << bites
                << " times";
}

// Where it needs a fault: without that one, and with all others, it does nothing wrong.
TEST_P(PlantedBug, IsCaughtByItsFaultAlone) {
  if (!GetParam().needs) GTEST_SKIP() << "more than one fault shows it";
  RunOptions options = Some(40);
  options.history.planted = GetParam().bug;
  options.history.without = GetParam().needs;
  const StatusOr<RunResult> result = RunHistories(options);
  ASSERT_TRUE(result.ok()) << MessageOf(result.status());
  EXPECT_TRUE(result->failed.empty());
}

std::string NameOf(const ::testing::TestParamInfo<PlantedInfo>& info) {
  std::string name;
  bool upper = true;
  for (const char c : info.param.name) {
    if (c != '-') name += upper ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '-';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Each, PlantedBug, ::testing::ValuesIn(kPlanted), NameOf);

TEST(Reach, IsToldFromProcessToProcess) {
  Reach one;
  one.Count(Fault::kF25);
  one.Count(CaseState::kReceived, CaseState::kRegistered);
  one.Count("questions", 3);
  Reach other;
  ASSERT_TRUE(other.Read(one.Line()));
  EXPECT_EQ(other.Table(), one.Table());
  EXPECT_EQ(other.Missing(), one.Missing());
  EXPECT_FALSE(other.Missing().empty());
}

}  // namespace
}  // namespace dm::sim
