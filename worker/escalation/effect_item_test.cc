#include "worker/escalation/effect_item.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/escalation_fixture.h"
#include "worker/escalation/queue_service.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::PlainCase;
using dm::testing::PlainEscalate;
using dm::testing::TestNow;
using ::testing::HasSubstr;

class EffectItemTest : public dm::testing::EscalationFixture {
 protected:
  void PutIn(CaseState state) { case_id_ = PutCase(store_, PlainCase(state)); }

  Status PutOnDesk(bool refused = true, EffectKind kind = EffectKind::kPaymentOrder) {
    return PutEffectOnDesk(store_,
                           {.id = EffectId::FromTrusted("PAYMENT_ORDER-1"),
                            .kind = kind,
                            .case_id = case_id_,
                            .refused = refused,
                            .code = "PAYEE_UNKNOWN"},
                           "worker-1",
                           TestNow());
  }

  CaseRecord Record() { return *store_.GetCase(case_id_); }

  StatusOr<Escalation> Move(const std::string& queue) {
    const Escalation item = *Record().escalation;
    return queues_.Route(
        Call("move-0001"),
        {item.id, item.version, "handlaggare-1", queue, "WRONG_SKILL", "Gäller utbetalningen."});
  }

  QueueService queues_{
      store_,
      clock_,
      {[this] { return policy_; },
       [] { return std::make_shared<const StaffDirectory>(); },
       [this](Month, const PolicySet&) { return StatusOr<Date>(SwedishDate(clock_.Now())); }}};
};

TEST_F(EffectItemTest, ADecidedCaseGetsAnItemAndStaysDecided) {
  PutIn(CaseState::kDecided);
  ASSERT_TRUE(PutOnDesk().ok());
  const CaseRecord record = Record();
  EXPECT_EQ(record.state, CaseState::kDecided);
  ASSERT_TRUE(record.escalation.has_value());
  EXPECT_EQ(record.escalation->routing.queue, "Q-19");
  ASSERT_EQ(record.escalation->routing.reasons.size(), 1U);
  EXPECT_EQ(record.escalation->routing.reasons[0].code, "EFFECT.REFUSED.PAYMENT_ORDER");
  EXPECT_THAT(record.escalation->routing.reasons[0].text,
              HasSubstr("betalningsuppdraget (kod PAYEE_UNKNOWN)"));
}

TEST_F(EffectItemTest, DoingItAgainChangesNothing) {
  PutIn(CaseState::kDecided);
  ASSERT_TRUE(PutOnDesk().ok());
  const std::int64_t version = Record().version;
  ASSERT_TRUE(PutOnDesk().ok());
  EXPECT_EQ(Record().version, version);
}

TEST_F(EffectItemTest, AnotherEffectIsAnotherReasonOfTheSameItem) {
  PutIn(CaseState::kDecided);
  ASSERT_TRUE(PutOnDesk().ok());
  const EscalationId item = Record().escalation->id;
  ASSERT_TRUE(PutOnDesk(false, EffectKind::kLetter).ok());
  EXPECT_EQ(Record().escalation->id, item);
  EXPECT_EQ(Record().escalation->routing.reasons[1].code, "EFFECT.UNKNOWN.LETTER");
}

TEST_F(EffectItemTest, WhoeverHasTheCaseGetsTheReason) {
  Put(PlainEscalate());
  const std::size_t before = Record().escalation->routing.reasons.size();
  const CaseState state = Record().state;
  ASSERT_TRUE(PutOnDesk(true, EffectKind::kJournalNote).ok());
  EXPECT_EQ(Record().state, state);
  EXPECT_EQ(Record().escalation->routing.reasons.size(), before + 1);
}

TEST_F(EffectItemTest, ACaseThatWaitsForTheHouseholdGoesToAPerson) {
  PutIn(CaseState::kAwaitingCompletion);
  ASSERT_TRUE(PutOnDesk(true, EffectKind::kLetter).ok());
  EXPECT_EQ(Record().state, CaseState::kEscalated);
}

TEST_F(EffectItemTest, AClosedCaseGetsAnItemAndStaysClosed) {
  PutIn(CaseState::kClosed);
  ASSERT_TRUE(PutOnDesk().ok());
  EXPECT_EQ(Record().state, CaseState::kClosed);
  ASSERT_TRUE(Record().escalation.has_value());
  EXPECT_EQ(Record().escalation->routing.reasons[0].code, "EFFECT.REFUSED.PAYMENT_ORDER");
  EXPECT_TRUE(Claim(Record().escalation->id, "handlaggare-1", "claim-0001").ok());
}

// Nothing is undelivered any more: whoever holds the item need do nothing.
TEST_F(EffectItemTest, TheItemOfAClosedCaseEndsWhenAllIsDelivered) {
  PutIn(CaseState::kClosed);
  EXPECT_EQ(EndItemsOfEndedCases(store_, "worker-1", TestNow()).value(), 0);
  ASSERT_TRUE(PutOnDesk().ok());
  EXPECT_EQ(EndItemsOfEndedCases(store_, "worker-1", TestNow()).value(), 1);
  EXPECT_EQ(Record().escalation->state, EscalationState::kWithdrawn);
  EXPECT_EQ(Record().state, CaseState::kClosed);
  EXPECT_EQ(EndItemsOfEndedCases(store_, "worker-1", TestNow()).value(), 0);
}

TEST_F(EffectItemTest, AnItemThatWasMovedIsStillWorkedOnAndEndsWithWhatItWasAbout) {
  PutIn(CaseState::kDecided);
  ASSERT_TRUE(PutOnDesk().ok());
  const StatusOr<Escalation> moved = Move("Q-20");
  ASSERT_TRUE(moved.ok()) << MessageOf(moved.status());
  EXPECT_EQ(moved->routing.queue, "Q-20");
  EXPECT_TRUE(Claim(moved->id, "handlaggare-1", "claim-0001").ok());
  EXPECT_EQ(Record().state, CaseState::kDecided);
  EXPECT_TRUE(EndEffectItem(Record(), TestNow()).has_value());
}

TEST_F(EffectItemTest, AClosedCasesItemMovesAndEndsInItsNewQueue) {
  PutIn(CaseState::kClosed);
  ASSERT_TRUE(PutOnDesk().ok());
  const StatusOr<Escalation> moved = Move("Q-20");
  ASSERT_TRUE(moved.ok()) << MessageOf(moved.status());
  EXPECT_TRUE(Claim(moved->id, "handlaggare-1", "claim-0001").ok());
  EXPECT_EQ(EndItemsOfEndedCases(store_, "worker-1", TestNow()).value(), 1);
  EXPECT_EQ(Record().escalation->state, EscalationState::kWithdrawn);
  EXPECT_EQ(Record().state, CaseState::kClosed);
}

// No payment run waits for it, and who sees to receivers sits at the technical queue.
TEST_F(EffectItemTest, TheItemOfADecidedCaseDoesNotFallOver) {
  QueuePolicy technical{"Q-19", "teknik", 20, AccessClass::kOpen, "4 h"};
  technical.falls_to = "Q-20";
  policy_->AddQueue(technical);
  PutIn(CaseState::kDecided);
  ASSERT_TRUE(PutOnDesk().ok());
  EXPECT_EQ(*queues_.FallOver(), 0);
  EXPECT_EQ(Record().escalation->routing.queue, "Q-19");
}

// The letter that tells the household so was refused: the case stays written off, and a person sees
// to the letter.
TEST_F(EffectItemTest, ACaseThatWasWrittenOffGetsAnItemAndStaysSo) {
  PutIn(CaseState::kWrittenOff);
  ASSERT_TRUE(PutOnDesk(true, EffectKind::kLetter).ok());
  EXPECT_EQ(Record().state, CaseState::kWrittenOff);
  EXPECT_EQ(Record().escalation->routing.reasons[0].code, "EFFECT.REFUSED.LETTER");
  EXPECT_TRUE(Claim(Record().escalation->id, "handlaggare-1", "claim-0001").ok());
  EXPECT_EQ(EndItemsOfEndedCases(store_, "worker-1", TestNow()).value(), 1);
  EXPECT_EQ(Record().escalation->state, EscalationState::kWithdrawn);
  EXPECT_EQ(Record().state, CaseState::kWrittenOff);
}

TEST_F(EffectItemTest, ARestrictedCaseStaysRestricted) {
  PutIn(CaseState::kDecided);
  CaseRecord record = Record();
  record.application.persons[0].protected_identity = Answer::kYes;
  store_.Overwrite(record);
  ASSERT_TRUE(PutOnDesk().ok());
  EXPECT_EQ(Record().escalation->routing.access, AccessClass::kRestricted);
}

TEST_F(EffectItemTest, TheItemEndsWithWhatItWasAbout) {
  PutIn(CaseState::kDecided);
  EXPECT_FALSE(EndEffectItem(Record(), TestNow()).has_value());
  ASSERT_TRUE(PutOnDesk().ok());
  const std::optional<Escalation> ended = EndEffectItem(Record(), TestNow());
  ASSERT_TRUE(ended.has_value());
  EXPECT_EQ(ended->state, EscalationState::kWithdrawn);
  Put(PlainEscalate());
  EXPECT_FALSE(EndEffectItem(Record(), TestNow()).has_value());
}

TEST_F(EffectItemTest, APersonTakesItAndDecidesNothingByIt) {
  PutIn(CaseState::kDecided);
  ASSERT_TRUE(PutOnDesk().ok());
  const EscalationId item = Record().escalation->id;
  ASSERT_TRUE(Claim(item, "handlaggare-1", "claim-0001").ok());
  const auto decided = service_.Decide(Call("decide-0001"), Bifall(item, "handlaggare-1"));
  EXPECT_EQ(DetailOf(decided.status()).reason, "EFFECT_ITEM");
  EXPECT_EQ(Record().decisions.size(), 0U);
}

}  // namespace
}  // namespace dm::escalation
