#include "worker/evidence/may_ask.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"

namespace dm::evidence {
namespace {

using dm::testing::Adult;
using dm::testing::Child;
using dm::testing::Day;
using dm::testing::FakePolicy;
using dm::testing::PlainCase;

class MayAskTest : public ::testing::Test {
 protected:
  static Wanted Want(const std::string& person, Source source) {
    return {PersonKey::FromTrusted(person), {source, {Day("2026-10-01"), Day("2026-11-30")}, {}}};
  }

  Status Check() const { return CheckMayAsk(record_, wanted_, policy_, Day("2026-11-12")); }

  void ExpectRefused(const std::string& reason, const std::string& field) const {
    const Status status = Check();
    EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
    const ErrorDetail detail = DetailOf(status);
    EXPECT_EQ(detail.reason, reason);
    EXPECT_EQ(detail.field, field);
    EXPECT_FALSE(detail.remedy.empty());
  }

  FakePolicy policy_;
  CaseRecord record_ = PlainCase(CaseState::kRegistered);
  std::vector<Wanted> wanted_{Want("p1", Source::kFk)};
};

TEST_F(MayAskTest, AllowsAListedQuestionInAnOpenCase) {
  EXPECT_TRUE(Check().ok());
  record_.state = CaseState::kWaitingSource;
  EXPECT_TRUE(Check().ok());
}

TEST_F(MayAskTest, RefusesEveryCaseThatIsNotAtStepTwo) {
  for (const CaseState state : {CaseState::kReceived,
                                CaseState::kFetched,
                                CaseState::kEvaluated,
                                CaseState::kEscalated,
                                CaseState::kDecided,
                                CaseState::kClosed}) {
    record_.state = state;
    ExpectRefused("CASE_NOT_OPEN", "case.state");
  }
}

TEST_F(MayAskTest, RefusesWhoIsOutsideTheHousehold) {
  record_.application.persons.push_back(
      Adult("p2", dm::testing::kOtherAdult, PersonRole::kOtherAdult));
  wanted_ = {Want("p2", Source::kFk)};
  ExpectRefused("NOT_IN_HOUSEHOLD", "questions.person");
  wanted_ = {Want("p9", Source::kFk)};
  ExpectRefused("NOT_IN_HOUSEHOLD", "questions.person");
  record_.application.persons.push_back(Child("p3", dm::testing::kChild));
  wanted_ = {Want("p3", Source::kFk)};
  EXPECT_TRUE(Check().ok());
}

TEST_F(MayAskTest, RefusesAnOpenReversedOrLongPeriod) {
  Period& period = wanted_[0].question.period;
  period = {std::nullopt, Day("2026-11-30")};
  ExpectRefused("QUESTION_PERIOD", "questions[FK].period");
  period = {Day("2026-11-01"), std::nullopt};
  ExpectRefused("QUESTION_PERIOD", "questions[FK].period");
  period = {Day("2026-11-30"), Day("2026-11-01")};
  ExpectRefused("QUESTION_PERIOD", "questions[FK].period");
  period = {Day("2024-12-01"), Day("2026-11-30")};
  EXPECT_TRUE(Check().ok());
  period = {Day("2024-12-01"), Day("2026-12-01")};
  ExpectRefused("QUESTION_PERIOD", "questions[FK].period");
}

TEST_F(MayAskTest, RefusesARegisterThatIsNotListed) {
  policy_.ForgetQuestions();
  ExpectRefused("QUESTION_NOT_LISTED", "questions[FK].source");
}

TEST_F(MayAskTest, RefusesAGroupThatIsNotListed) {
  policy_.ForgetQuestions();
  policy_.AllowQuestion("FK", "FK:BOB", "", "always");
  ExpectRefused("QUESTION_NOT_LISTED", "questions[FK].source");  // not as a whole
  wanted_[0].question.groups = {"FK:BOB"};
  EXPECT_TRUE(Check().ok());
  wanted_[0].question.groups = {"FK:BOB", "FK:SJP"};
  ExpectRefused("QUESTION_NOT_LISTED", "questions[FK].groups");
}

TEST_F(MayAskTest, RefusesWhatIsListedForOtherApplicationsOnly) {
  policy_.ForgetQuestions();
  policy_.AllowQuestion("FK", "", "first", "always");
  record_.application.kind = ApplicationKind::kReapplication;
  ExpectRefused("QUESTION_NOT_LISTED", "questions[FK].source");
  record_.application.kind = ApplicationKind::kFirst;
  EXPECT_TRUE(Check().ok());
}

TEST_F(MayAskTest, NeedsAPurposeALegalTextAndAnIdentityThatSaySomething) {
  const Date today = Day("2026-11-12");
  EXPECT_TRUE(GroundOn(policy_, today).ok());
  for (const char* parameter : {"query.purpose", "query.legal_text", "query.identity"}) {
    FakePolicy policy;
    policy.Set(parameter, std::string());
    EXPECT_EQ(DetailOf(GroundOn(policy, today).status()).reason, "PARAMETER_MISSING") << parameter;
    policy.Remove(parameter);
    const Status status = GroundOn(policy, today).status();
    EXPECT_EQ(DetailOf(status).reason, "PARAMETER_MISSING") << parameter;
    EXPECT_EQ(DetailOf(status).field, parameter);
  }
}

}  // namespace
}  // namespace dm::evidence
