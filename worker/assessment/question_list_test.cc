#include "worker/assessment/question_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"
#include "worker/assessment/evidence_needs.h"

namespace dm {
namespace {

using dm::testing::Day;
using dm::testing::FakePolicy;
using dm::testing::PlainApplication;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

class QuestionListTest : public ::testing::Test {
 protected:
  QuestionListTest() { policy_.ForgetQuestions(); }

  QuestionList List(ApplicationKind kind = ApplicationKind::kReapplication) const {
    return {policy_, kind, Day("2026-11-12")};
  }

  FakePolicy policy_;
};

TEST_F(QuestionListTest, AllowsNothingThatItDoesNotName) {
  EXPECT_FALSE(List().Find(Source::kFk, "FK:BOB").has_value());
  policy_.AllowQuestion("FK", "FK:BOB", "", "always");
  EXPECT_EQ(List().Find(Source::kFk, "FK:BOB"), QuestionScope::kAlways);
  EXPECT_FALSE(List().Find(Source::kFk, "FK:SJP").has_value());
  EXPECT_FALSE(List().Find(Source::kPm, "FK:BOB").has_value());
  EXPECT_FALSE(List().Find(Source::kFk, "").has_value());
}

TEST_F(QuestionListTest, TellsFirstApplicationsFromReapplications) {
  policy_.AllowQuestion("MIV", "", "first", "always");
  policy_.AllowQuestion("MIV", "", "reapplication", "on_demand");
  EXPECT_EQ(List(ApplicationKind::kFirst).Find(Source::kMiv, ""), QuestionScope::kAlways);
  EXPECT_EQ(List().Find(Source::kMiv, ""), QuestionScope::kOnDemand);
  EXPECT_EQ(List(ApplicationKind::kUnspecified).Find(Source::kMiv, ""), QuestionScope::kAlways);
}

TEST_F(QuestionListTest, TakesNoRowThatTheProgramDoesNotKnow) {
  policy_.AllowQuestion("XYZ", "", "", "always");
  policy_.AllowQuestion("AF", "", "", "sometimes");
  EXPECT_FALSE(List().Find(Source::kAf, "").has_value());
  EXPECT_THAT(List().Sources(QuestionScope::kAlways), IsEmpty());
}

TEST_F(QuestionListTest, NamesSourcesAndGroupsOfAScopeInOneOrder) {
  policy_.AllowQuestion("PM", "PM:AP", "", "always");
  policy_.AllowQuestion("FK", "FK:SJP", "", "always");
  policy_.AllowQuestion("FK", "FK:BOB", "", "always");
  policy_.AllowQuestion("FK", "FK:PJOB", "", "on_demand");
  EXPECT_THAT(List().Sources(QuestionScope::kAlways), ElementsAre(Source::kFk, Source::kPm));
  EXPECT_THAT(List().Groups(Source::kFk, QuestionScope::kAlways), ElementsAre("FK:BOB", "FK:SJP"));
}

TEST_F(QuestionListTest, DecidesWhatEachCaseNeeds) {
  policy_.AllowQuestion("SO", "", "", "always");
  policy_.AllowQuestion("TNS", "", "", "on_demand");
  policy_.AllowQuestion("FOLK", "", "", "if_connected");
  const auto needs = EvidenceNeededFor(PlainApplication(), std::nullopt, policy_);
  EXPECT_THAT(needs, ElementsAre(Field(&EvidenceNeed::source, Source::kSo)));
  const auto connected = EvidenceIfConnected(PlainApplication(), policy_);
  ASSERT_THAT(connected, ElementsAre(Field(&EvidenceNeed::source, Source::kFolk)));
  EXPECT_TRUE(connected[0].children_too);
}

}  // namespace
}  // namespace dm
