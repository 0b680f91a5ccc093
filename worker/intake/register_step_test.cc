#include "worker/intake/register_step.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"

namespace dm::intake {
namespace {

using dm::testing::Child;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;

class RegisterStepTest : public ::testing::Test {
 protected:
  FakePolicy policy_;
  FakeStore store_;
  CaseRecord record_ = PlainCase(CaseState::kReceived);
};

TEST_F(RegisterStepTest, GoesOnToTheRegisters) {
  const StatusOr<Registered> result = RegisterStep(record_, policy_, store_);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->change.to, CaseState::kRegistered);
  EXPECT_FALSE(result->escalate.has_value());
  EXPECT_FALSE(result->other_application_same_month);
}

TEST_F(RegisterStepTest, NotesAnotherCaseOfTheHouseholdForTheMonth) {
  CaseRecord other = PlainCase(CaseState::kEscalated);
  other.application.id = ApplicationId::FromTrusted("APP-2");
  PutCase(store_, other);
  record_.id = CaseId::FromTrusted("EKB-202612-000099");
  EXPECT_TRUE(RegisterStep(record_, policy_, store_)->other_application_same_month);
}

TEST_F(RegisterStepTest, AMonthWithoutNormGoesToAHumanWhoIsToldWhichParameterIsMissing) {
  policy_.Remove("riksnorm.common");
  const StatusOr<Registered> result = RegisterStep(record_, policy_, store_);
  ASSERT_TRUE(result.ok() && result->escalate.has_value());
  const Routing& routing = result->escalate->routing;
  EXPECT_EQ(routing.queue, "Q-20");
  EXPECT_EQ(routing.access, AccessClass::kOpen);
  ASSERT_EQ(routing.reasons.size(), 1U);
  EXPECT_EQ(routing.reasons[0].code, "POLICY.MISSING");
  EXPECT_NE(routing.reasons[0].text.find("riksnorm.common"), std::string::npos);
  EXPECT_NE(routing.reasons[0].text.find("december 2026"), std::string::npos);
}

TEST_F(RegisterStepTest, WithoutPolicyAChildGoesToTheFamiliesQueue) {
  policy_.Remove("riksnorm.personal");
  record_.application.persons.push_back(Child("p2", dm::testing::kChild));
  EXPECT_EQ(RegisterStep(record_, policy_, store_)->escalate->routing.queue, "Q-03");
}

TEST_F(RegisterStepTest, WithoutPolicyAnUnsaidProtectionIsHandledAsProtected) {
  policy_.Remove("riksnorm.personal");
  record_.application.persons[0].protected_identity = Answer::kUnknown;
  const StatusOr<Registered> result = RegisterStep(record_, policy_, store_);
  EXPECT_EQ(result->escalate->routing.queue, "Q-05");
  EXPECT_EQ(result->escalate->routing.access, AccessClass::kRestricted);
}

TEST_F(RegisterStepTest, WithoutPolicyTheFirstQueueThatFitsTakesTheCase) {
  policy_.Remove("riksnorm.personal");
  const auto queue = [this] {
    return RegisterStep(record_, policy_, store_)->escalate->routing.queue;
  };
  StatedCircumstances& said = record_.application.circumstances;
  record_.application.kind = ApplicationKind::kFirst;
  EXPECT_EQ(queue(), "Q-01");
  record_.application.persons.push_back(Child("p2", dm::testing::kChild));
  EXPECT_EQ(queue(), "Q-03");
  said.open_appeal = Answer::kYes;
  EXPECT_EQ(queue(), "Q-16");
  said.crime_investigation = Answer::kYes;
  EXPECT_EQ(queue(), "Q-10");
  said.acute_need = Answer::kYes;
  EXPECT_EQ(queue(), "Q-02");
  said.violence = Answer::kUnknown;
  EXPECT_EQ(queue(), "Q-06");
  record_.application.persons[0].protected_identity = Answer::kYes;
  EXPECT_EQ(queue(), "Q-05");
}

}  // namespace
}  // namespace dm::intake
