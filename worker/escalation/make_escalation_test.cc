#include "worker/escalation/make_escalation.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"

namespace dm::escalation {
namespace {

using dm::testing::PlainCase;
using dm::testing::PlainEscalate;
using dm::testing::TestNow;

TEST(MakeEscalation, CountsTheEscalationsOfACase) {
  CaseRecord record = PlainCase(CaseState::kEvaluated);
  record.escalation = MakeEscalation(record, PlainEscalate(), TestNow());
  EXPECT_EQ(record.escalation->id.value(), "EKB-202612-000001.1");
  EXPECT_EQ(record.escalation->state, EscalationState::kOpen);
  EXPECT_EQ(record.escalation->version, 1);
  record.escalation->id = EscalationId::FromTrusted("EKB-202612-000001.9");
  EXPECT_EQ(MakeEscalation(record, PlainEscalate(), TestNow()).id.value(), "EKB-202612-000001.10");
}

TEST(MakeEscalation, NeverHandsOverWithoutAReason) {
  Escalate escalate = PlainEscalate();
  escalate.routing.reasons.clear();
  EXPECT_DEATH(MakeEscalation(PlainCase(CaseState::kEvaluated), escalate, TestNow()), "reasons");
}

CaseRecord MovedTo(const char* queue, AccessClass access, const char* code = "ROUTE.VIOLENCE") {
  CaseRecord record = PlainCase(CaseState::kEvaluated);
  record.escalation = MakeEscalation(record, PlainEscalate(), TestNow());
  record.escalation->routing.queue = queue;
  record.escalation->routing.access = access;
  RoutingStep step;
  step.to_queue = queue;
  step.reason_code = code;
  step.text = "Uppgift om hot.";
  record.escalation->routings.push_back(step);
  return record;
}

TEST(MakeEscalation, TheAccessClassNeverFallsAndAPersonsMoveStaysAReason) {
  CaseRecord record = MovedTo("Q-06", AccessClass::kRestricted);
  for (int i = 0; i < 2; ++i) {
    const Escalation next = MakeEscalation(record, PlainEscalate(), TestNow());
    EXPECT_EQ(next.routing.access, AccessClass::kRestricted);
    ASSERT_EQ(next.routing.reasons.size(), 2U);
    EXPECT_EQ(next.routing.reasons[1].code, "ACCESS.MOVED");
    EXPECT_EQ(next.routing.reasons[1].queue, "Q-06");
    EXPECT_EQ(next.routing.reasons[1].text,
              "En handläggare har flyttat ärendet hit: Uppgift om hot.");
    record.escalation = next;
  }
  EXPECT_EQ(EscalationChange(record, PlainEscalate(), TestNow()).audit.detail,
            "queue=Q-20 mode=propose reasons=2 typfall=TF-02");
}

TEST(KeptMove, IsAPersonsIntoWhatOthersMayNotSee) {
  EXPECT_FALSE(KeptMove(PlainCase(CaseState::kEvaluated)).has_value());
  EXPECT_FALSE(KeptMove(MovedTo("Q-08", AccessClass::kOpen)).has_value());
  EXPECT_FALSE(
      KeptMove(MovedTo("Q-20", AccessClass::kRestricted, "ROUTE.PAYMENT_RUN")).has_value());
  EXPECT_TRUE(KeptMove(MovedTo("Q-06", AccessClass::kRestricted)).has_value());
}

TEST(KeptMove, IsNoReasonOfWhatADecidedCaseStillHasForAPerson) {
  CaseRecord record = MovedTo("Q-06", AccessClass::kRestricted);
  record.state = CaseState::kDecided;
  const Escalation item = MakeEscalation(record, PlainEscalate(), TestNow());
  EXPECT_EQ(item.routing.access, AccessClass::kRestricted);
  EXPECT_EQ(item.routing.reasons.size(), 1U);
}

TEST(EscalationChange, ProposesOnlyWhereASuggestionIsShown) {
  const CaseRecord record = PlainCase(CaseState::kEvaluated);
  Escalate escalate = PlainEscalate();
  EXPECT_EQ(EscalationChange(record, escalate, TestNow()).to, CaseState::kProposed);
  escalate.mode = Mode::kShadow;
  EXPECT_EQ(EscalationChange(record, escalate, TestNow()).to, CaseState::kEscalated);
  escalate.mode = Mode::kPropose;
  escalate.suggested.reset();
  EXPECT_EQ(EscalationChange(record, escalate, TestNow()).to, CaseState::kEscalated);
}

TEST(EscalationChange, GivesTheCaseToThePersonAndNamesNoReasonInTheAudit) {
  const CaseChange change =
      EscalationChange(PlainCase(CaseState::kEvaluated), PlainEscalate(), TestNow());
  EXPECT_TRUE(change.release_claim);
  EXPECT_EQ(change.audit.action, "case_proposed");
  EXPECT_EQ(change.audit.detail, "queue=Q-20 mode=propose reasons=1 typfall=TF-02");
}

TEST(ParkedEscalate, GoesToTheTechnicalQueueUnlessTheCaseMayBeProtected) {
  CaseRecord record = PlainCase(CaseState::kFetched);
  const Escalate open = ParkedEscalate(record, "STEP.ASSESS.INTERNAL");
  EXPECT_EQ(open.routing.queue, "Q-19");
  EXPECT_EQ(open.routing.reasons.at(0).code, "STEP.ASSESS.INTERNAL");

  SourceAnswer answer;
  answer.source = Source::kCsn;
  answer.protected_identity = true;
  record.evidence.persons = {{PersonKey::FromTrusted("p1"), {answer}}};
  const Escalate restricted = ParkedEscalate(record, "STEP.ASSESS.INTERNAL");
  EXPECT_EQ(restricted.routing.queue, "Q-05");
  EXPECT_EQ(restricted.routing.access, AccessClass::kRestricted);
}

TEST(ParkedCase, DoesNotKeepAcuteNeedOrViolenceInTheTechnicalQueue) {
  CaseRecord record = PlainCase(CaseState::kFetched);
  EXPECT_EQ(ParkedCase(record, "STEP.FETCHED.INTERNAL").routing.queue, "Q-19");

  record.application.circumstances.eviction_or_rent_debt = Answer::kYes;
  const Escalate acute = ParkedCase(record, "STEP.FETCHED.INTERNAL");
  EXPECT_EQ(acute.routing.queue, "Q-02");
  EXPECT_EQ(acute.routing.access, AccessClass::kOpen);
  EXPECT_EQ(acute.routing.reasons.at(0).queue, "Q-19");

  record.application.circumstances.violence = Answer::kYes;
  const Escalate threatened = ParkedCase(record, "STEP.FETCHED.INTERNAL");
  EXPECT_EQ(threatened.routing.queue, "Q-06");
  EXPECT_EQ(threatened.routing.access, AccessClass::kRestricted);

  record.application.persons.at(0).protected_identity = Answer::kYes;
  EXPECT_EQ(ParkedCase(record, "STEP.FETCHED.INTERNAL").routing.queue, "Q-05");
}

}  // namespace
}  // namespace dm::escalation
