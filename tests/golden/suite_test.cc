// The report on the golden cases does not depend on how many threads ran them.
#include <gtest/gtest.h>

#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "worker/golden/suite_report.h"
#include "worker/policy/loaded_set.h"

namespace dm::golden {
namespace {

TEST(Suite, SaysTheSameWhateverTheNumberOfThreads) {
  const Suite suite = LoadSuite(ShippedFolder());
  ASSERT_TRUE(suite.errors.empty());
  const auto set = ShippedPolicies();
  const std::vector<SetUnderTest> sets = {{set, policy::DataOf(*set)}};
  const SuiteReport one = TestPolicies(suite, sets, std::nullopt, 1);
  const SuiteReport three = TestPolicies(suite, sets, std::nullopt, 3);
  EXPECT_GT(one.cases, 500U);
  EXPECT_EQ(one.cases, three.cases);
  EXPECT_EQ(one.skipped, three.skipped);
  EXPECT_TRUE(one.failed.empty());
  EXPECT_TRUE(three.failed.empty());
  ASSERT_EQ(one.coverage.size(), three.coverage.size());
  for (std::size_t i = 0; i < one.coverage.size(); ++i) {
    EXPECT_EQ(one.coverage[i].exercised, three.coverage[i].exercised);
    EXPECT_EQ(one.coverage[i].missing, three.coverage[i].missing);
  }
  EXPECT_EQ(one.stale, three.stale);
  EXPECT_EQ(one.gaps, three.gaps);
}

}  // namespace
}  // namespace dm::golden
