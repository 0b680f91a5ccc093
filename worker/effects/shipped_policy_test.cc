// The policies that come with the program hold what step 5 reads beside the letters.
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/effects/make_effects.h"
#include "worker/policy/policy_loader.h"

namespace dm::effects {
namespace {

TEST(ShippedPolicy, LetsAFirstVisitAndACompletionBeAskedFor) {
  dm::testing::TestNow();
  const PolicyLoad loaded = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
  ASSERT_NE(loaded.set, nullptr);
  const CaseRecord record = dm::testing::PlainCase(CaseState::kEvaluated);
  Escalate escalate = dm::testing::PlainEscalate();
  escalate.routing.reasons.push_back({"TRIG.X01", "Första ansökan.", "Q-01", std::nullopt});
  const auto visit = EffectsOfEscalation(record, escalate, *loaded.set);
  ASSERT_TRUE(visit.ok()) << MessageOf(visit.status());
  EXPECT_TRUE(visit->front().meeting_request->latest.has_value());
  RequestCompletion completion;
  completion.items = {{"hyresavi", "Hyresavi för december", std::nullopt}};
  completion.due = dm::testing::Day("2026-11-19");
  const auto asked = EffectsOfCompletion(record, completion, *loaded.set);
  ASSERT_TRUE(asked.ok()) << MessageOf(asked.status());
  EXPECT_NE(asked->at(1).letter->body.find("19 november 2026"), std::string::npos);
}

}  // namespace
}  // namespace dm::effects
