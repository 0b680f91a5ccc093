// The policies that come with the program hold what step 2 reads, in the form it reads it.
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/evidence/retry.h"
#include "worker/policy/policy_loader.h"

namespace dm::evidence {
namespace {

using dm::testing::Day;
using dm::testing::MonthOf;
using dm::testing::TestNow;

class ShippedPolicy : public ::testing::Test {
 protected:
  void SetUp() override {
    TestNow();
    loaded_ = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    ASSERT_NE(loaded_.set, nullptr)
        << (loaded_.errors.empty() ? std::string() : loaded_.errors[0].ToString());
  }

  PolicyLoad loaded_;
};

TEST_F(ShippedPolicy, SaysOnWhichGroundRegistersAreAsked) {
  for (const char* id : {"query.purpose", "query.legal_text", "query.identity"}) {
    const auto value = loaded_.set->Get(id, Day("2026-11-12"));
    ASSERT_TRUE(value.ok()) << MessageOf(value.status());
    EXPECT_FALSE(value->code().empty()) << id;
  }
  const auto age = loaded_.set->Get("sources.max_age_h", Day("2026-11-12"));
  ASSERT_TRUE(age.ok());
  EXPECT_GT(age->number(), 0);
}

TEST_F(ShippedPolicy, KnowsTheCutoffOfEachMonthOfTheYear) {
  for (Month month = MonthOf("2026-02"); month <= MonthOf("2026-12"); month = month.PlusMonths(1)) {
    const StatusOr<Instant> cutoff = CutoffStart(month, *loaded_.set);
    ASSERT_TRUE(cutoff.ok()) << month.ToString() << MessageOf(cutoff.status());
    EXPECT_EQ(Month::Of(SwedishDate(*cutoff)), month.PlusMonths(-1));
  }
}

TEST_F(ShippedPolicy, LetsASilentRegisterBeAskedAgain) {
  const auto next = NextAttempt({.attempts = 1, .now = TestNow(), .month = MonthOf("2026-12")},
                                *loaded_.set,
                                [] { return std::uint64_t{0}; });
  ASSERT_TRUE(next.ok()) << MessageOf(next.status());
  EXPECT_TRUE(next->has_value());
}

}  // namespace
}  // namespace dm::evidence
