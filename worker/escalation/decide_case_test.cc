// Decide, from the claim to what is stored: the decision, the state, the effects, the audit.
#include <gtest/gtest.h>

#include "tests/support/escalation_fixture.h"
#include "worker/escalation/escalation_service.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::PlainEscalate;

class DecideCaseTest : public dm::testing::EscalationFixture {
 protected:
  void SetUp() override {
    id_ = Put(PlainEscalate());
    ASSERT_TRUE(Claim(id_, "handlaggare-1", "claim-1").ok());
    Effect effect;
    effect.kind = EffectKind::kJournalNote;
    effect.id = EffectId::FromTrusted("JOURNAL_NOTE-of-the-test");
    effect.case_id = case_id_;
    effects_ = {effect};
  }

  std::size_t CountEffects() { return store_.ListEffects({}, case_id_, {})->items.size(); }

  // Above the limit of 20 000 kr: norm 5 280, rent 20 000, income 3 000.
  void RaiseTheRent() {
    CaseRecord record = *store_.GetCase(case_id_);
    record.assessment->rows[2].amount = Money::FromKronor(20'000);
    record.assessment->rows[2].applied = Money::FromKronor(20'000);
    store_.Overwrite(record);
  }

  EscalationId id_;
};

TEST_F(DecideCaseTest, StoresDecisionStateAndEffectsTogether) {
  const StatusOr<CaseRecord> record =
      service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1"));
  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  EXPECT_EQ(record->state, CaseState::kDecided);
  ASSERT_EQ(record->decisions.size(), 1U);
  EXPECT_EQ(record->decisions[0].granted, Money::FromKronor(8280));
  EXPECT_EQ(record->decisions[0].typfall, "TF-02");
  EXPECT_EQ(record->escalation->state, EscalationState::kDecided);
  EXPECT_EQ(record->escalation->ended_at, clock_.Now());
  EXPECT_EQ(CountEffects(), 1U);
  EXPECT_EQ(store_.Actions().back(), "human_decision_made");
}

TEST_F(DecideCaseTest, TheAuditHoldsTheHandlerAndTheMandate) {
  ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  const auto audit = store_.ReadAudit(1, 1000);
  const AuditEvent& event = audit->back().event;
  EXPECT_EQ(event.actor, "handlaggare-1");
  EXPECT_EQ(event.actor_kind, ActorKind::kPerson);
  EXPECT_EQ(event.mandate, "SN 2026-01-15 § 3");
}

TEST_F(DecideCaseTest, ARepeatIsAnsweredAndDecidesNothingMore) {
  const HumanDecision said = Bifall(id_, "handlaggare-1");
  ASSERT_TRUE(service_.Decide(Call("decide-1"), said).ok());
  const StatusOr<CaseRecord> again = service_.Decide(Call("decide-1"), said);
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->decisions.size(), 1U);
  EXPECT_EQ(DetailOf(service_.Decide(Call("decide-2"), said).status()).reason, "ESCALATION_ENDED");
}

TEST_F(DecideCaseTest, OnlyWhoHoldsTheCaseDecides) {
  EXPECT_EQ(
      DetailOf(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-2")).status()).reason,
      "NOT_CLAIMED");
  clock_.Advance(std::int64_t{60} * 60'000);  // the claim lapses
  EXPECT_EQ(
      DetailOf(service_.Decide(Call("decide-2"), Bifall(id_, "handlaggare-1")).status()).reason,
      "CLAIM_EXPIRED");
}

TEST_F(DecideCaseTest, RefusesAStaleVersion) {
  HumanDecision said = Bifall(id_, "handlaggare-1");
  said.expected_version = 1;
  EXPECT_EQ(DetailOf(service_.Decide(Call("decide-1"), said).status()).reason, "STALE_VERSION");
}

TEST_F(DecideCaseTest, AWriteOffEndsTheCase) {
  HumanDecision said = Bifall(id_, "handlaggare-1");
  said.outcome = Outcome::kAvskrivning;
  said.reason = "WRITE_OFF.WITHDRAWN";
  said.motivation = "Ansökan är återkallad.";
  const StatusOr<CaseRecord> record = service_.Decide(Call("decide-1"), said);
  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  EXPECT_EQ(record->state, CaseState::kWrittenOff);
}

TEST_F(DecideCaseTest, ARefusedDecisionChangesNothing) {
  HumanDecision said = Bifall(id_, "handlaggare-1");
  said.outcome = Outcome::kAvslag;  // no motivation
  EXPECT_FALSE(service_.Decide(Call("decide-1"), said).ok());
  EXPECT_EQ(store_.GetCase(case_id_)->state, CaseState::kProposed);
  EXPECT_EQ(CountEffects(), 0U);
}

TEST_F(DecideCaseTest, ADuplicateIsWrittenOffAndNeverGranted) {
  ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  const EscalationId second = Put(PlainEscalate(), "2");
  CaseRecord duplicate = *store_.GetCase(case_id_);
  duplicate.application.household = HouseholdId::FromTrusted("HH-1");
  store_.Overwrite(duplicate);
  ASSERT_TRUE(Claim(second, "handlaggare-1", "claim-2").ok());
  EXPECT_EQ(
      DetailOf(service_.Decide(Call("decide-2"), Bifall(second, "handlaggare-1")).status()).reason,
      "DECISION_EXISTS");

  HumanDecision off = Bifall(second, "handlaggare-1");
  off.outcome = Outcome::kAvskrivning;
  off.reason = "WRITE_OFF.WITHDRAWN";
  off.motivation = "Samma ansökan kom två gånger.";
  const StatusOr<CaseRecord> record = service_.Decide(Call("decide-3"), off);
  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  EXPECT_EQ(record->decisions.at(0).version, 2);
  EXPECT_EQ(record->state, CaseState::kWrittenOff);
}

TEST_F(DecideCaseTest, ALargeAmountWaitsForAnotherPerson) {
  RaiseTheRent();
  const StatusOr<CaseRecord> waiting =
      service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1"));
  ASSERT_TRUE(waiting.ok()) << MessageOf(waiting.status());
  EXPECT_EQ(waiting->state, CaseState::kProposed);
  EXPECT_TRUE(waiting->decisions.empty());
  EXPECT_EQ(CountEffects(), 0U);
  EXPECT_EQ(waiting->escalation->routing.queue, "Q-18");
  EXPECT_EQ(waiting->escalation->state, EscalationState::kOpen);
  ASSERT_TRUE(waiting->escalation->waiting.has_value());
  EXPECT_EQ(waiting->escalation->waiting->decision.decided_by, "handlaggare-1");
  EXPECT_EQ(waiting->escalation->suggested->kind, DecisionKind::kAutomatic);
  EXPECT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
}

}  // namespace
}  // namespace dm::escalation
