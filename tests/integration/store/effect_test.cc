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

// Whoever listed it before its refusal does not hand it over any more.
TEST_P(StoreTest, ARefusedEffectIsSentOnlyWhenAPersonHasSaidSo) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated()), now_).ok());
  const EffectId id = store().DueEffects(now_, 10)->at(0).effect.id;
  ASSERT_TRUE(Mark(store(), id, EffectState::kRefused, now_).ok());
  EXPECT_EQ(ReasonOf(Mark(store(), id, EffectState::kSent, now_)), "EFFECT_SETTLED");
  EXPECT_EQ(store().GetEffect(id)->state, EffectState::kRefused);
  ASSERT_TRUE(Mark(store(), id, EffectState::kPending, now_).ok());
  EXPECT_TRUE(Mark(store(), id, EffectState::kSent, now_).ok());
}

// Not what a question that failed counts as; what was refused was handed over before.
TEST_P(StoreTest, AnEffectIsTriedWhenItHasLeftPending) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated("APP-1", "HH-1")), now_).ok());
  ASSERT_TRUE(store().Apply(Deciding(Evaluated("APP-2", "HH-2")), now_).ok());
  const EffectId asked = store().DueEffects(now_, 10)->at(0).effect.id;
  const EffectId refused = store().DueEffects(now_, 10)->at(1).effect.id;
  ASSERT_TRUE(Mark(store(), asked, EffectState::kPending, now_).ok());
  EXPECT_FALSE(store().GetEffect(asked)->tried);
  EXPECT_EQ(store().GetEffect(asked)->attempts, 1);
  ASSERT_TRUE(Mark(store(), refused, EffectState::kRefused, now_).ok());
  ASSERT_TRUE(Mark(store(), refused, EffectState::kPending, now_).ok());
  EXPECT_TRUE(store().GetEffect(refused)->tried);
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

// Paid by hand while the receiver takes it, it would be paid twice.
TEST_P(StoreTest, NobodySettlesAnEffectWhileItIsHandedOver) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated()), now_).ok());
  const EffectId id = store().DueEffects(now_, 10)->at(0).effect.id;
  const Instant until = now_.PlusMs(kMinuteMs);
  ASSERT_TRUE(store()
                  .MarkEffect(id,
                              EffectState::kSent,
                              "",
                              kHandedOver,
                              until,
                              "",
                              By("worker-1", "effect_sent"),
                              now_)
                  .ok());
  const AuditEvent person = By("anna", kEffectResolved);
  const auto settle = [&](Instant at) {
    return store().MarkEffect(id, EffectState::kDelivered, "HAND-1", "", at, "", person, at);
  };
  EXPECT_EQ(ReasonOf(settle(until.PlusMs(-1))), "EFFECT_UNDER_WAY");
  EXPECT_EQ(store().GetEffect(id)->state, EffectState::kSent);
  EXPECT_TRUE(settle(until).ok()) << "the worker fell";
}

// The reply to a file may take days: nothing is wrong with the clock.
TEST_P(StoreTest, AnEffectWhoseFileWaitsForItsReplyIsNotRecalled) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated()), now_).ok());
  const EffectId id = store().DueEffects(now_, 10)->at(0).effect.id;
  const auto wait = [&](const char* code, std::int64_t wait_ms) {
    const Instant until = now_.PlusMs(wait_ms);
    const AuditEvent audit = By("worker-1", "effect_attempted");
    EXPECT_TRUE(store().MarkEffect(id, EffectState::kSent, "", code, until, "", audit, now_).ok());
    return store().RecallMisdated(now_).value();
  };
  EXPECT_EQ(wait(kReplyAwaited, kReplyWaitMs), 0);
  EXPECT_EQ(wait(kReplyUnreadable, kReplyWaitMs), 0);
  EXPECT_EQ(wait(kReplyAwaited, 2 * kReplyWaitMs), 1);
  EXPECT_EQ(wait("DEADLINE", kReplyWaitMs), 1);
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
