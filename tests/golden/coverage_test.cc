// Every rule is exercised by a golden case, or excused in policies/cases/untested.yaml with a
// reason.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "worker/golden/suite_report.h"
#include "worker/policy/loaded_set.h"

namespace dm::golden {
namespace {

TEST(Coverage, EveryRuleOfBothMunicipalitiesHasACaseOrAReason) {
  const Suite suite = LoadSuite(ShippedFolder());
  ASSERT_TRUE(suite.errors.empty());
  std::vector<SetUnderTest> sets;
  for (const char* name : {"0000-exempelkommun", "0001-provkommun"}) {
    const auto set = ShippedPolicies(name);
    sets.push_back({set, policy::DataOf(*set)});
  }
  const SuiteReport report = TestPolicies(suite, sets, std::nullopt, 2);
  EXPECT_TRUE(report.failed.empty());
  EXPECT_TRUE(report.skipped.empty());
  EXPECT_TRUE(report.gaps.empty());
  for (const std::string& one : report.stale)
    ADD_FAILURE() << "untested.yaml is not true of " << one;
  EXPECT_FALSE(report.coverage.empty());
  for (const CoverageOfKind& one : report.coverage) {
    for (const std::string& rule : one.missing)
      ADD_FAILURE() << KindWord(one.kind) << " " << rule << " has no case";
  }
}

}  // namespace
}  // namespace dm::golden
