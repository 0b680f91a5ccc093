// Corrections: what they may rest on, who approves them, and what voids them. What they pay is
// worker/effects' to test.
#include <gtest/gtest.h>

#include "tests/support/decision_fixture.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;

class CorrectDecisionTest : public dm::testing::DecisionFixture {
 protected:
  // The case is decided by handlaggare-1: 8 280 kr.
  void SetUp() override {
    DecisionFixture::SetUp();
    ASSERT_TRUE(service_.Decide(Call("decide-1"), Bifall(id_, "handlaggare-1")).ok());
  }

  // The rent of 20 000 kr was left out: norm 5 280, rent 20 000, income 3 000.
  CorrectionRequest Raised(const std::string& handler) {
    RaiseTheRent();
    CorrectionRequest request;
    request.case_id = case_id_;
    request.expected_version = store_.GetCase(case_id_)->version;
    request.ground = "CORRECTION.WRONG";
    request.decision = Bifall(id_, handler);
    request.decision.motivation = "Hyran var rätt angiven.";
    return request;
  }

  void Close() {
    CaseRecord record = *store_.GetCase(case_id_);
    record.state = CaseState::kClosed;
    store_.Overwrite(record);
  }

  EffectId PutOrder(int version) {
    Effect order;
    order.id = EffectId::FromTrusted("PAYMENT_ORDER-1");
    order.case_id = case_id_;
    order.kind = EffectKind::kPaymentOrder;
    order.decision_version = version;
    CaseChange change;
    change.case_id = case_id_;
    const CaseRecord record = *store_.GetCase(case_id_);
    change.expected_version = record.version;
    change.to = record.state;
    change.effects = {order};
    EXPECT_TRUE(store_.Apply(change, clock_.Now()).ok());
    return order.id;
  }

  void Mark(const EffectId& id, EffectState state) {
    const Instant now = clock_.Now();
    EXPECT_TRUE(store_.MarkEffect(id, state, "", "TOLD", now, "", {}, now).ok());
  }

  Escalation Item() { return *store_.GetCase(case_id_)->escalation; }

  StatusOr<Escalation> Take(const std::string& handler, const std::string& request) {
    const Escalation item = Item();
    return service_.Claim(Call(request), item.id, handler, item.version);
  }
};

TEST_F(CorrectDecisionTest, AboveTheLimitItWaitsAndTheDecisionBeforeHolds) {
  for (const CaseState state : {CaseState::kDecided, CaseState::kClosed}) {
    if (state == CaseState::kClosed) Close();
    const std::string request = std::string("correct-") + CaseStateCode(state);
    const auto record = decisions_.Correct(Call(request), Raised("handlaggare-1"));
    ASSERT_TRUE(record.ok()) << MessageOf(record.status());
    EXPECT_EQ(record->state, state);
    EXPECT_EQ(record->decisions.size(), 1U);
    ASSERT_TRUE(record->escalation->waiting.has_value());
    EXPECT_EQ(record->escalation->waiting->decision.granted, Money::FromKronor(22'280));
    EXPECT_EQ(record->escalation->waiting->decision.corrects, 1);
    EXPECT_EQ(record->escalation->waiting->reasons.front(), "ATTEST.AMOUNT");
    EXPECT_EQ(record->escalation->routing.queue, "Q-18");
    EXPECT_EQ(record->escalation->state, EscalationState::kOpen);
    EXPECT_NE(record->escalation->id, id_);
  }
}

TEST_F(CorrectDecisionTest, AnotherPersonApprovesExactlyIt) {
  Close();
  ASSERT_TRUE(decisions_.Correct(Call("correct-1"), Raised("handlaggare-1")).ok());
  ASSERT_TRUE(Take("handlaggare-2", "claim-2").ok());
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-1"), Approval("handlaggare-1")).status()),
            "CLAIMED_BY_OTHER");
  AttestRequest other = Approval("handlaggare-2");
  other.content_sha256 = std::string(64, '0');
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-2"), other).status()), "CONTENT_CHANGED");
  const auto record = decisions_.Attest(Call("attest-3"), Approval("handlaggare-2"));
  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  EXPECT_EQ(record->state, CaseState::kDecided);
  ASSERT_EQ(record->decisions.size(), 2U);
  EXPECT_EQ(record->decisions[1].corrects, 1);
  EXPECT_EQ(record->decisions[1].version, 2);
  EXPECT_EQ(record->decisions[1].decided_by, "handlaggare-1");
  EXPECT_EQ(record->decisions[1].attested_by, "handlaggare-2");
  EXPECT_EQ(record->escalation->state, EscalationState::kDecided);
}

TEST_F(CorrectDecisionTest, WhoMadeItDoesNotApproveIt) {
  ASSERT_TRUE(decisions_.Correct(Call("correct-1"), Raised("handlaggare-1")).ok());
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-1"), Approval("handlaggare-1")).status()),
            "ATTEST_BY_OTHER");
}

TEST_F(CorrectDecisionTest, AChangeVoidsTheApproval) {
  ASSERT_TRUE(decisions_.Correct(Call("correct-1"), Raised("handlaggare-1")).ok());
  AttestRequest seen = Approval("handlaggare-2");
  // The household writes about the decided case: the message is kept beside it.
  Message message;
  message.id = MessageId::FromTrusted("MSG-1");
  message.case_id = case_id_;
  message.household = store_.GetCase(case_id_)->application.household;
  message.direction = MessageDirection::kInbound;
  message.text = "Hyran är sänkt.";
  message.sent_at = clock_.Now();
  ASSERT_TRUE(store_.KeepMessage(message, {}, "message-1", {}, clock_.Now()).ok());
  const Status status = decisions_.Attest(Call("attest-1"), seen).status();
  EXPECT_EQ(ReasonOf(status), "CONTENT_CHANGED");
  EXPECT_NE(MessageOf(status).find("the household's messages (1, was 0)"), std::string::npos)
      << MessageOf(status);
  EXPECT_EQ(store_.GetCase(case_id_)->decisions.size(), 1U);
}

TEST_F(CorrectDecisionTest, ANewCorrectionTakesThePlaceOfTheOneThatWaits) {
  ASSERT_TRUE(decisions_.Correct(Call("correct-1"), Raised("handlaggare-1")).ok());
  const EscalationId item = Item().id;
  const AttestRequest seen = Approval("handlaggare-2");
  CorrectionRequest second = Raised("handlaggare-3");
  second.decision.motivation = "Hyran var rätt angiven, enligt avin.";
  ASSERT_TRUE(decisions_.Correct(Call("correct-2"), second).ok());
  EXPECT_EQ(Item().id, item);
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-1"), seen).status()), "STALE_VERSION");
  // One that needs nobody else ends the item.
  CorrectionRequest third = Raised("handlaggare-3");
  third.ground = "CORRECTION.MISLEADING";
  third.decision.outcome = Outcome::kDelavslag;
  third.decision.communication_exception = "COMMUNICATION.IMMEDIATE";
  third.decision.edited_rows = {
      {"cost.boende", std::nullopt, Money::FromKronor(5000), "COST.ABOVE_CAP", ""}};
  const auto record = decisions_.Correct(Call("correct-3"), third);
  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  EXPECT_EQ(record->decisions.size(), 2U);
  EXPECT_EQ(record->escalation->state, EscalationState::kWithdrawn);
}

TEST_F(CorrectDecisionTest, SentBackItIsWithWhoMadeItUntilItIsMadeAnewOrDropped) {
  Close();
  ASSERT_TRUE(decisions_.Correct(Call("correct-1"), Raised("handlaggare-1")).ok());
  AttestRequest back = Approval("handlaggare-2");
  back.reason = "Avin saknas.";
  const auto returned = decisions_.Return(Call("return-1"), back);
  ASSERT_TRUE(returned.ok()) << MessageOf(returned.status());
  EXPECT_EQ(returned->state, CaseState::kClosed);
  EXPECT_EQ(returned->escalation->assigned_to, "handlaggare-1");
  EXPECT_EQ(returned->escalation->routing.queue, "Q-20");
  EXPECT_EQ(ReasonOf(decisions_.Attest(Call("attest-1"), Approval("handlaggare-2")).status()),
            "NOTHING_TO_ATTEST");
  AttestRequest drop = Approval("handlaggare-1");
  drop.reason = "Det första beslutet var rätt.";
  const auto dropped = decisions_.Return(Call("return-2"), drop);
  ASSERT_TRUE(dropped.ok()) << MessageOf(dropped.status());
  EXPECT_EQ(dropped->escalation->state, EscalationState::kWithdrawn);
  EXPECT_EQ(dropped->decisions.size(), 1U);
}

TEST_F(CorrectDecisionTest, ItsItemIsNotDecidedAsACaseIs) {
  ASSERT_TRUE(decisions_.Correct(Call("correct-1"), Raised("handlaggare-1")).ok());
  ASSERT_TRUE(Take("handlaggare-2", "claim-2").ok());
  HumanDecision said = Bifall(Item().id, "handlaggare-2");
  EXPECT_EQ(ReasonOf(decisions_.Decide(Call("decide-2"), said).status()), "CORRECTION_ITEM");
  EXPECT_EQ(ReasonOf(decisions_.Preview(Call(""), said).status()), "CORRECTION_ITEM");
}

TEST_F(CorrectDecisionTest, WhoCorrectsCouldHaveMadeTheDecisionThatGoes) {
  StaffMember member;
  member.user_id = "handlaggare-1";
  member.all_queues = true;
  Mandate mandate;
  mandate.reference = "SN 2026-01-15 § 3";
  mandate.outcomes = {Outcome::kBifall, Outcome::kDelavslag};
  mandate.amount_max = Money::FromKronor(8000);  // less than the 8 280 kr that were granted
  member.mandates = {mandate};
  staff_ = std::make_shared<const StaffDirectory>(std::vector<StaffMember>{member});
  CorrectionRequest request = Raised("handlaggare-1");
  request.ground = "CORRECTION.MISLEADING";
  request.decision.outcome = Outcome::kDelavslag;
  request.decision.communication_exception = "COMMUNICATION.IMMEDIATE";
  request.decision.edited_rows = {
      {"cost.boende", std::nullopt, Money::FromKronor(5000), "COST.ABOVE_CAP", ""}};
  EXPECT_EQ(ReasonOf(decisions_.Correct(Call("correct-1"), request).status()), "MANDATE_AMOUNT");
  mandate.amount_max = Money::FromKronor(8280);
  member.mandates = {mandate};
  staff_ = std::make_shared<const StaffDirectory>(std::vector<StaffMember>{member});
  const auto record = decisions_.Correct(Call("correct-2"), request);
  EXPECT_TRUE(record.ok()) << MessageOf(record.status());
}

// The order of the first decision would go out beside the second.
TEST_F(CorrectDecisionTest, OneThatGrantsLessWaitsForTheOrderThatIsUnderWay) {
  const auto correct = [&](const std::string& request_id) {
    CorrectionRequest request;
    request.case_id = case_id_;
    request.expected_version = store_.GetCase(case_id_)->version;
    request.ground = "CORRECTION.MISLEADING";
    request.decision = Bifall(id_, "handlaggare-2");
    request.decision.outcome = Outcome::kDelavslag;
    request.decision.motivation = "Inkomsten var högre, enligt hushållet.";
    request.decision.communication_exception = "COMMUNICATION.IMMEDIATE";
    request.decision.edited_rows = {
        {"income.bostadsbidrag", std::nullopt, Money::FromKronor(4000), "INCOME.ASSESSED", ""}};
    return decisions_.Correct(Call(request_id), request).status();
  };
  const EffectId order = PutOrder(1);
  for (const EffectState state : {EffectState::kPending, EffectState::kSent}) {
    Mark(order, state);
    EXPECT_EQ(ReasonOf(correct("correct-1")), "PAYMENT_UNDER_WAY") << EffectStateCode(state);
  }
  Mark(order, EffectState::kRefused);
  const Status corrected = correct("correct-2");
  EXPECT_TRUE(corrected.ok()) << MessageOf(corrected);
}

TEST_F(CorrectDecisionTest, OneThatGrantsMoreWaitsForNoOrder) {
  PutOrder(1);
  const auto record = decisions_.Correct(Call("correct-1"), Raised("handlaggare-1"));
  EXPECT_TRUE(record.ok()) << MessageOf(record.status());
}

}  // namespace
}  // namespace dm::escalation
