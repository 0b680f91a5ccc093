// The product against the second computation, over generated households of the months since
// the rules' law came into force. Millions of
// them: oracle_compare.
#include "tests/oracle/oracle.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/golden/overridden_policy.h"
#include "tests/oracle/compare.h"
#include "worker/assessment/assess.h"
#include "worker/backtest/generator.h"

namespace dm::oracle {
namespace {

constexpr std::uint64_t kHouseholdsPerMonth = 600;

void ExpectSame(const backtest::GeneratorOptions& options, std::uint64_t count) {
  int determined = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const CaseInput input = backtest::GenerateHousehold(options, i);
    const Result expected = Compute(input);
    const Assessment found = Assess(input, *golden::ShippedPolicies());
    determined += expected.determined() ? 1 : 0;
    for (const std::string& line : Differences(expected, found)) {
      ADD_FAILURE() << options.month.ToString() << " seed " << options.seed << " household " << i
                    << ": " << line;
    }
  }
  EXPECT_GT(determined, static_cast<int>(count / 4)) << "hardly anything was compared";
}

TEST(OracleTest, AgreesOnEveryMonthOfTheLaw) {
  backtest::GeneratorOptions options;
  options.seed = 20261122;
  for (Month month = *Month::Make(2025, 7); month <= *Month::Make(2026, 12);
       month = month.PlusMonths(1)) {
    options.month = month;
    ExpectSame(options, kHouseholdsPerMonth);
  }
}

TEST(OracleTest, AgreesOnHouseholdsThatAreRare) {
  backtest::GeneratorOptions options;
  options.seed = 5;
  options.month = *Month::Make(2026, 11);
  options.single = 100;
  options.large_family = 400;
  options.alternating = 500;
  options.visits = 300;
  options.above_cap = 300;
  options.surplus = 200;
  ExpectSame(options, 3000);
}

}  // namespace
}  // namespace dm::oracle
