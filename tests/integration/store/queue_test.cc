#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {

TEST_P(StoreTest, HandsOutTheCaseThatHasBeenDueLongest) {
  const CaseId first = Submit("APP-1");
  now_ = now_.PlusMs(1);
  const CaseId second = Submit("APP-2", "HH-2");
  EXPECT_EQ(TakeClaim().case_id, first);
  EXPECT_EQ(TakeClaim().case_id, second);
  EXPECT_FALSE(store().ClaimNext("worker-1", now_, kMinuteMs)->has_value());
}

TEST_P(StoreTest, AmongCasesDueTogetherTheFirstReceivedComesFirst) {
  NewCase late = NewCaseOf("APP-1", "HH-1");
  late.application.received_at = now_.PlusMs(-1);
  NewCase early = NewCaseOf("APP-2", "HH-2");
  early.application.received_at = now_.PlusMs(-2);
  ASSERT_TRUE(store().Accept(late, now_).ok());
  ASSERT_TRUE(store().Accept(early, now_).ok());
  EXPECT_EQ(Record(TakeClaim().case_id).application.id.value(), "APP-2");
}

TEST_P(StoreTest, DoesNotHandOutACaseBeforeItIsDue) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  const Instant later = now_.PlusMs(10 * kMinuteMs);
  ASSERT_TRUE(store().ReleaseClaim(claim, later, now_).ok());
  EXPECT_FALSE(store().ClaimNext("worker-1", later.PlusMs(-1), kMinuteMs)->has_value());
  EXPECT_EQ(store().NextDue()->value(), later);
  EXPECT_TRUE(store().ClaimNext("worker-1", later, kMinuteMs)->has_value());
}

TEST_P(StoreTest, AHeldCaseComesUpAgainWhenItsLeaseRunsOut) {
  Submit("APP-1");
  const Claim lost = TakeClaim("worker-1");
  EXPECT_EQ(store().NextDue()->value(), now_.PlusMs(kMinuteMs));
  EXPECT_FALSE(store().ClaimNext("worker-2", now_.PlusMs(kMinuteMs - 1), kMinuteMs)->has_value());
  now_ = now_.PlusMs(kMinuteMs);
  const Claim taken = TakeClaim("worker-2");
  EXPECT_EQ(taken.case_id, lost.case_id);
  EXPECT_GT(taken.token, lost.token);
}

TEST_P(StoreTest, AnOldTokenChangesNothing) {
  Submit("APP-1");
  const Claim lost = TakeClaim("worker-1");
  now_ = now_.PlusMs(kMinuteMs);
  const Claim taken = TakeClaim("worker-2");
  const std::size_t records = Audit().size();
  const StatusOr<std::int64_t> refused =
      store().Apply(ChangeOf(lost, CaseState::kRegistered), now_);
  EXPECT_EQ(refused.status().code(), StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(refused), "LEASE_LOST");
  EXPECT_EQ(ReasonOf(store().RenewClaim(lost, now_, kMinuteMs)), "LEASE_LOST");
  EXPECT_EQ(ReasonOf(store().ReleaseClaim(lost, now_, now_)), "LEASE_LOST");
  EXPECT_EQ(Record(lost.case_id).state, CaseState::kReceived);
  EXPECT_EQ(Audit().size(), records);
  Move(taken, CaseState::kRegistered);
}

TEST_P(StoreTest, ATokenOfAnotherWorkerChangesNothing) {
  Submit("APP-1");
  Claim forged = TakeClaim("worker-1");
  forged.worker = "worker-2";
  EXPECT_EQ(ReasonOf(store().Apply(ChangeOf(forged, CaseState::kRegistered), now_)), "LEASE_LOST");
}

TEST_P(StoreTest, ARenewedLeaseHoldsLonger) {
  Submit("APP-1");
  const Claim claim = TakeClaim("worker-1");
  now_ = now_.PlusMs(kMinuteMs - 1);
  ASSERT_TRUE(store().RenewClaim(claim, now_, kMinuteMs).ok());
  now_ = now_.PlusMs(kMinuteMs - 1);
  EXPECT_FALSE(store().ClaimNext("worker-2", now_, kMinuteMs)->has_value());
  Move(claim, CaseState::kRegistered);
}

TEST_P(StoreTest, AReleasedClaimIsWorthless) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  ASSERT_TRUE(store().ReleaseClaim(claim, now_, now_).ok());
  EXPECT_EQ(ReasonOf(store().Apply(ChangeOf(claim, CaseState::kRegistered), now_)), "LEASE_LOST");
}

TEST_P(StoreTest, AChangeThatReleasesEndsTheClaim) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  CaseChange change = ChangeOf(claim, CaseState::kRegistered);
  change.release_claim = true;
  change.due_at = now_.PlusMs(kMinuteMs);
  ASSERT_TRUE(store().Apply(change, now_).ok());
  EXPECT_EQ(ReasonOf(store().Apply(ChangeOf(claim, CaseState::kFetched), now_)), "LEASE_LOST");
  EXPECT_FALSE(store().ClaimNext("worker-1", now_, kMinuteMs)->has_value());
  now_ = now_.PlusMs(kMinuteMs);
  EXPECT_EQ(TakeClaim().case_id, claim.case_id);
}

TEST_P(StoreTest, AClaimServesForStepAfterStep) {
  const Claim claim = Evaluated();
  EXPECT_EQ(Record(claim.case_id).version, claim.version + 3);
}

TEST_P(StoreTest, ClaimsOfAProcessThatIsGoneDoNotHoldUpTheQueue) {
  Submit("APP-1");
  const Claim lost = TakeClaim("worker-1");
  Reopen();
  // Where others may share the store, only time tells who is gone.
  if (GetParam().sharing == Sharing::kManyProcesses) {
    EXPECT_FALSE(store().ClaimNext("worker-2", now_, kMinuteMs)->has_value());
    now_ = now_.PlusMs(kMinuteMs);
  }
  const Claim taken = TakeClaim("worker-2");
  EXPECT_EQ(taken.case_id, lost.case_id);
  EXPECT_EQ(ReasonOf(store().Apply(ChangeOf(lost, CaseState::kRegistered), now_)), "LEASE_LOST");
}

TEST_P(StoreTest, NeverHandsOutACaseOnADesk) {
  OnDesk("APP-1");
  EXPECT_FALSE(store().ClaimNext("worker-1", now_.PlusMs(kMinuteMs), kMinuteMs)->has_value());
  EXPECT_FALSE(store().NextDue()->has_value());
}

TEST_P(StoreTest, RefusesAClaimWithoutWorkerOrLease) {
  EXPECT_EQ(store().ClaimNext("", now_, kMinuteMs).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(store().ClaimNext("worker-1", now_, 0).status().code(), StatusCode::kInvalidArgument);
}

// A worker's clock ran a year ahead and is right again.
TEST_P(StoreTest, WhatAClockThatRanAheadHasPutOffIsDueAgainWhenItIsRight) {
  const Instant wrong = now_.PlusMs(std::int64_t{365} * 24 * 60 * kMinuteMs);
  Submit("APP-1");
  const Claim released = TakeClaim();
  ASSERT_TRUE(store().ReleaseClaim(released, wrong, wrong).ok());
  ASSERT_FALSE(store().ClaimNext("worker-1", now_, kMinuteMs)->has_value());
  EXPECT_EQ(store().RecallMisdated(now_).value(), 1);
  EXPECT_EQ(TakeClaim().case_id, released.case_id);
  EXPECT_EQ(store().RecallMisdated(now_).value(), 0);
}

TEST_P(StoreTest, ACaseStoredInTheFutureIsDueAgainWhateverItWaitsFor) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  Move(claim, CaseState::kRegistered);
  const Instant wrong = now_.PlusMs(std::int64_t{365} * 24 * 60 * kMinuteMs);
  CaseChange waits = ChangeOf(claim, CaseState::kWaitingSource);
  waits.due_at = wrong.PlusMs(kMinuteMs);
  waits.release_claim = true;
  ASSERT_TRUE(store().Apply(waits, wrong).ok());
  EXPECT_EQ(store().RecallMisdated(now_).value(), 1);
  EXPECT_EQ(TakeClaim().case_id, claim.case_id);
}

// A wait for a register may be meant to last for days: only the stamp tells that the clock was
// wrong.
TEST_P(StoreTest, ACaseThatWaitsAndIsPutOffByAClockThatRanAheadIsDueAgain) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  Move(claim, CaseState::kRegistered);
  CaseChange waits = ChangeOf(claim, CaseState::kWaitingSource);
  waits.due_at = now_;
  waits.release_claim = true;
  ASSERT_TRUE(store().Apply(waits, now_).ok());
  const Claim again = TakeClaim();
  const Instant wrong = now_.PlusMs(std::int64_t{24} * 60 * kMinuteMs);
  ASSERT_TRUE(store().ReleaseClaim(again, wrong.PlusMs(5'000), wrong).ok());
  EXPECT_EQ(store().RecallMisdated(now_.PlusMs(kMinuteMs)).value(), 1);
}

TEST_P(StoreTest, AWaitThatIsMeantIsNotRecalled) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  Move(claim, CaseState::kRegistered);
  CaseChange waits = ChangeOf(claim, CaseState::kWaitingSource);
  waits.due_at = now_.PlusMs(std::int64_t{3} * 24 * 60 * kMinuteMs);
  waits.release_claim = true;
  ASSERT_TRUE(store().Apply(waits, now_).ok());
  EXPECT_EQ(store().RecallMisdated(now_).value(), 0);
}

}  // namespace dm::testing
