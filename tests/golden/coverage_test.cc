// How many rules no golden case exercises: for most kinds none, for the others what was left when
// the kind was first counted. A number here is only ever lowered.
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "worker/golden/suite_report.h"
#include "worker/policy/loaded_set.h"

namespace dm::golden {
namespace {

// Kinds that are not named must be exercised whole.
const std::map<RuleKind, std::size_t>& MissingMax() {
  static const std::map<RuleKind, std::size_t> kMissingMax = {
      {RuleKind::kStep, 1},
      {RuleKind::kCriterion, 68},  // all of them "fails alone": each both holds and fails
      {RuleKind::kObservation, 31},
  };
  return kMissingMax;
}

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

TEST(Coverage, EveryRuleOfBothMunicipalitiesHasACaseExceptForTheOnesCounted) {
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
    const auto found = MissingMax().find(one.kind);
    const std::size_t most = found == MissingMax().end() ? 0 : found->second;
    EXPECT_LE(one.missing.size(), most) << KindWord(one.kind) << ": see policy test --all";
    if (one.kind != RuleKind::kCriterion) continue;
    for (const std::string& rule : one.missing) {
      EXPECT_TRUE(EndsWith(rule, " fails alone")) << rule;
    }
  }
}

}  // namespace
}  // namespace dm::golden
