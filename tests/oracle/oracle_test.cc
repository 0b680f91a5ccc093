// The product against the second computation, over some thousand generated households of every run.
// Millions of them: oracle_compare (README.md).
#include "tests/oracle/oracle.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/golden/overridden_policy.h"
#include "tests/oracle/compare.h"
#include "tests/oracle/runs.h"
#include "worker/assessment/assess.h"
#include "worker/backtest/generator.h"

namespace dm::oracle {
namespace {

constexpr std::uint64_t kSeed = 20261122;
constexpr std::uint64_t kHouseholds = 800;

class OracleTest : public testing::TestWithParam<Setting> {};

TEST_P(OracleTest, AgreesOnEachRowAndTheResult) {
  Setting run = GetParam();
  golden::OverriddenPolicy policy(golden::ShippedPolicies(run.municipality));
  for (const auto& [id, value] : run.overrides) policy.With(id, value);
  run.mix.seed = kSeed;
  const int months = run.to - run.from + 1;
  std::uint64_t determined = 0;
  for (std::uint64_t i = 0; i < kHouseholds; ++i) {
    run.mix.month = run.from.PlusMonths(static_cast<int>(i % static_cast<std::uint64_t>(months)));
    const CaseInput input = backtest::GenerateHousehold(run.mix, i);
    const Result expected = Compute(input, run.choices);
    determined += expected.determined() ? 1U : 0U;
    for (const std::string& line : Differences(expected, Assess(input, policy))) {
      ADD_FAILURE() << run.mix.month.ToString() << " household " << i << ": " << line;
    }
  }
  EXPECT_GT(determined, kHouseholds / 4) << "hardly anything was compared";
}

INSTANTIATE_TEST_SUITE_P(EveryRun,
                         OracleTest,
                         testing::ValuesIn(AllRuns()),
                         [](const auto& setting) {
                           std::string name;
                           for (const char c : setting.param.name) {
                             if (c != '-') name += c;
                           }
                           return name;
                         });

}  // namespace
}  // namespace dm::oracle
