#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {
namespace {

Status Mark(Store& store, const EffectId& id, EffectState state, Instant now) {
  return store.MarkEffect(id, state, "REF-1", "", now, "", By("worker-1", "effect_attempted"), now);
}

Status Deliver(Store& store, const EffectId& id, Instant now) {
  return Mark(store, id, EffectState::kDelivered, now);
}

}  // namespace

TEST_P(StoreTest, HandsOutEffectsOfACaseInOrder) {
  const Claim claim = Evaluated();
  CaseChange deciding = Deciding(claim);
  std::swap(deciding.effects[0], deciding.effects[2]);
  ASSERT_TRUE(store().Apply(deciding, now_).ok());
  for (const EffectKind kind :
       {EffectKind::kDecision, EffectKind::kPaymentOrder, EffectKind::kLetter}) {
    const std::vector<StoredEffect> due = *store().DueEffects(now_, 10);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].effect.kind, kind);
    ASSERT_TRUE(Deliver(store(), due[0].effect.id, now_).ok());
  }
  EXPECT_TRUE(store().DueEffects(now_, 10)->empty());
}

TEST_P(StoreTest, EffectsOfDifferentCasesDoNotWaitForEachOther) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated("APP-1", "HH-1")), now_).ok());
  ASSERT_TRUE(store().Apply(Deciding(Evaluated("APP-2", "HH-2")), now_).ok());
  EXPECT_EQ(store().DueEffects(now_, 10)->size(), 2U);
  EXPECT_EQ(store().DueEffects(now_, 1)->size(), 1U);
}

TEST_P(StoreTest, ARefusedEffectHoldsUpThoseBehindIt) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  const EffectId first = store().DueEffects(now_, 10)->at(0).effect.id;
  ASSERT_TRUE(Mark(store(), first, EffectState::kRefused, now_).ok());
  EXPECT_TRUE(store().DueEffects(now_.PlusMs(kMinuteMs), 10)->empty());
  EXPECT_EQ(store().ListEffects(EffectState::kRefused, std::nullopt, {})->items.size(), 1U);
}

TEST_P(StoreTest, AnEffectWhoseOutcomeIsUnknownComesUpToBeAskedFor) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  const EffectId id = store().DueEffects(now_, 10)->at(0).effect.id;
  const Instant later = now_.PlusMs(kMinuteMs);
  ASSERT_TRUE(store()
                  .MarkEffect(id,
                              EffectState::kSent,
                              "",
                              "DEADLINE",
                              later,
                              "",
                              By("worker-1", "effect_attempted"),
                              now_)
                  .ok());
  EXPECT_TRUE(store().DueEffects(later.PlusMs(-1), 10)->empty());
  const std::vector<StoredEffect> due = *store().DueEffects(later, 10);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].state, EffectState::kSent);
  EXPECT_EQ(due[0].attempts, 1);
  EXPECT_EQ(due[0].last_error, "DEADLINE");
  EXPECT_EQ(due[0].next_attempt_at, later);
}

// Also one that is still pending: the receiver could not be asked, so that nothing was sent.
TEST_P(StoreTest, AnEffectThatAWrongClockHasPutOffIsDueAgain) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated()), now_).ok());
  const Instant wrong = now_.PlusMs(std::int64_t{365} * 24 * 60 * kMinuteMs);
  const auto put_off = [this](EffectState state, Instant until) {
    const EffectId id = store().DueEffects(now_, 10)->at(0).effect.id;
    return store().MarkEffect(
        id, state, "", "FIND_FAILED", until, "", By("worker-1", "effect_attempted"), now_);
  };
  for (const EffectState state : {EffectState::kPending, EffectState::kSent}) {
    ASSERT_TRUE(put_off(state, wrong).ok());
    ASSERT_TRUE(store().DueEffects(now_, 10)->empty());
    EXPECT_EQ(store().RecallMisdated(now_).value(), 1);
    EXPECT_EQ(store().DueEffects(now_, 10)->size(), 1U);
  }
  ASSERT_TRUE(put_off(EffectState::kSent, now_.PlusMs(kMinuteMs)).ok());
  EXPECT_EQ(store().RecallMisdated(now_).value(), 0) << "a wait that is meant";
}

TEST_P(StoreTest, ADeliveredEffectNeverChangesAgain) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  const EffectId id = store().DueEffects(now_, 10)->at(0).effect.id;
  ASSERT_TRUE(Deliver(store(), id, now_).ok());
  const std::size_t records = Audit().size();
  EXPECT_TRUE(Deliver(store(), id, now_).ok());
  EXPECT_EQ(Audit().size(), records);
  for (const EffectState state :
       {EffectState::kPending, EffectState::kSent, EffectState::kRefused}) {
    const Status refused = Mark(store(), id, state, now_);
    EXPECT_EQ(refused.code(), StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(refused), "EFFECT_SETTLED");
  }
  EXPECT_EQ(store().GetEffect(id)->receiver_reference, "REF-1");
  EXPECT_EQ(store().GetEffect(id)->attempts, 1);
}

TEST_P(StoreTest, AnEffectThatIsThereAlreadyStaysAsItIs) {
  const Claim claim = Evaluated();
  CaseChange deciding = Deciding(claim);
  ASSERT_TRUE(store().Apply(deciding, now_).ok());
  const EffectId id = deciding.effects[0].id;
  ASSERT_TRUE(Deliver(store(), id, now_).ok());
  CaseChange again = PersonsChange(claim.case_id, CaseState::kDecided);
  again.effects = deciding.effects;
  ASSERT_TRUE(store().Apply(again, now_).ok());
  EXPECT_EQ(store().GetEffect(id)->state, EffectState::kDelivered);
  EXPECT_EQ(store().ListEffects(std::nullopt, claim.case_id, {})->items.size(), 3U);
}

TEST_P(StoreTest, ADecisionVersionIsPaidOnce) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  CaseChange again = PersonsChange(claim.case_id, CaseState::kDecided);
  again.effects = {EffectOf(claim.case_id, EffectKind::kPaymentOrder, 9)};
  EXPECT_EQ(ReasonOf(store().Apply(again, now_)), "DUPLICATE_PAYMENT");
}

TEST_P(StoreTest, NeverOrdersMoreThanTheDecisionGrants) {
  const Claim claim = Evaluated();
  CaseChange change = Deciding(claim);
  change.effects[1].payment_order->amount += Money::FromOre(1);
  EXPECT_EQ(ReasonOf(store().Apply(change, now_)), "PAYMENT_NOT_COVERED");
  CaseChange undecided = ChangeOf(claim, CaseState::kAwaitingCompletion);
  undecided.effects = {EffectOf(claim.case_id, EffectKind::kPaymentOrder, 1)};
  EXPECT_EQ(ReasonOf(store().Apply(undecided, now_)), "PAYMENT_NOT_COVERED");
}

TEST_P(StoreTest, ADecidedCaseIsDueOnlyWhenEveryEffectIsDelivered) {
  const Claim claim = Evaluated();
  CaseChange deciding = Deciding(claim);
  deciding.due_at = now_.PlusMs(100 * kMinuteMs);
  ASSERT_TRUE(store().Apply(deciding, now_).ok());
  for (const Effect& effect : deciding.effects) {
    EXPECT_FALSE(store().NextDue()->has_value());
    EXPECT_FALSE(store().ClaimNext("worker-1", now_.PlusMs(kMinuteMs), kMinuteMs)->has_value());
    ASSERT_TRUE(Deliver(store(), effect.id, now_).ok());
  }
  const Claim closing = TakeClaim();
  EXPECT_EQ(closing.case_id, claim.case_id);
  Move(closing, CaseState::kClosed);
  EXPECT_FALSE(store().NextDue()->has_value());
}

TEST_P(StoreTest, AcknowledgingIsRecordedWithItsRequest) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  const EffectId id = store().DueEffects(now_, 10)->at(0).effect.id;
  const AuditEvent audit = By("casesystem", "effect_acknowledged");
  const auto acknowledge = [&](const EffectId& effect) {
    return store().MarkEffect(
        effect, EffectState::kDelivered, "R", "", now_, "request-ack", audit, now_);
  };
  ASSERT_TRUE(acknowledge(id).ok());
  EXPECT_EQ((*store().FindRequest("request-ack"))->result_id, id.value());
  EXPECT_TRUE(acknowledge(id).ok());
  const EffectId next = store().DueEffects(now_, 10)->at(0).effect.id;
  EXPECT_EQ(ReasonOf(acknowledge(next)), "REQUEST_ID_REUSED");
  EXPECT_EQ(store().GetEffect(next)->state, EffectState::kPending);
}

TEST_P(StoreTest, SaysWhenThereIsNoSuchEffectOrLimit) {
  const EffectId none = EffectId::FromTrusted("LETTER-none");
  EXPECT_EQ(store().GetEffect(none).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(Deliver(store(), none, now_).code(), StatusCode::kNotFound);
  for (const int limit : {0, 1'001}) EXPECT_FALSE(store().DueEffects(now_, limit).ok());
}

}  // namespace dm::testing
