#include "worker/runtime/assessors.h"

#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

std::shared_ptr<const PolicySet> Load(const char* municipality) {
  return LoadPolicies(DM_SOURCE_DIR "/policies", municipality).set;
}

// A household in a month of 2026, each with its own amounts.
CaseInput Case(int number) {
  CaseInput input;
  input.application = testing::PlainApplication();
  input.assessed_on = SwedishDate(testing::TestNow());
  input.assessed_at = testing::TestNow();
  for (Cost& cost : input.application.costs) cost.applied += Money::FromKronor(number);
  return input;
}

void ExpectTheSame(const Assessment& one, const Assessment& other) {
  EXPECT_EQ(one.policy_sha256, other.policy_sha256);
  EXPECT_EQ(one.grant, other.grant);
  EXPECT_EQ(one.sources, other.sources);
  EXPECT_EQ(one.undetermined, other.undetermined);
  ASSERT_EQ(one.rows.size(), other.rows.size());
  for (std::size_t i = 0; i < one.rows.size(); ++i) {
    EXPECT_EQ(one.rows[i].amount, other.rows[i].amount);
    EXPECT_EQ(one.rows[i].why, other.rows[i].why);
  }
}

TEST(AssessorsTest, SayWhatAnAssessmentByItselfSays) {
  const std::shared_ptr<const PolicySet> set = Load("0000-exempelkommun");
  Assessors assessors;
  for (int number = 0; number < 10; ++number) {
    const CaseInput input = Case(number);
    ExpectTheSame(Assess(input, *set), assessors.Assess(input, set));
  }
}

TEST(AssessorsTest, FollowTheSetThatIsAskedFor) {
  std::shared_ptr<const PolicySet> set = Load("0000-exempelkommun");
  Assessors assessors;
  assessors.Assess(Case(0), set);
  const std::weak_ptr<const PolicySet> before = set;
  set = Load("0001-provkommun");
  ExpectTheSame(Assess(Case(0), *set), assessors.Assess(Case(0), set));
  EXPECT_TRUE(before.expired()) << "the set that was replaced is still held";
}

TEST(AssessorsTest, ServeManyThreadsAtOnce) {
  const std::shared_ptr<const PolicySet> set = Load("0000-exempelkommun");
  Assessors assessors;
  constexpr int kThreads = 4;
  std::vector<Assessment> made(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        for (int k = 0; k < 5; ++k)
          made[static_cast<std::size_t>(i)] = assessors.Assess(Case(i), set);
      });
    }
  }
  for (int i = 0; i < kThreads; ++i)
    ExpectTheSame(Assess(Case(i), *set), made[static_cast<std::size_t>(i)]);
}

}  // namespace
}  // namespace dm
