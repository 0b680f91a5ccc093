#include "worker/quality/keeper.h"

#include <algorithm>
#include <cstdint>

#include <gtest/gtest.h>

#include "tests/support/quality_fixture.h"
#include "tests/support/recording_log.h"
#include "worker/quality/quality_service.h"

namespace dm::quality {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

class KeeperTest : public HooksFixture {
 protected:
  KeeperTest() : HooksFixture(DM_SOURCE_DIR) {}

  CaseId HeldAndDrawn() {
    const CaseRecord record = Drawn(SamplePart::kPrePayment);
    const QualityNote note = *Before(record)->note;
    CaseRecord held = record;
    held.state = CaseState::kEscalated;
    Escalation item;
    item.id = EscalationId::FromTrusted(record.id.value() + ".1");
    item.case_id = record.id;
    item.routing.queue = "Q-17";
    item.routing.reasons = {{"TRIG.X36", "Draget till stickprov.", "Q-17", std::nullopt}};
    item.typfall = "TF-02";
    item.suggested = testing::PlainDecision();
    item.created_at = clock_.Now();
    item.version = 1;
    held.escalation = item;
    store_.Overwrite(held);
    Store(held.id, note, CaseState::kEscalated);
    return held.id;
  }

  void Change(const CaseId& id, const std::function<void(Escalation&)>& change) {
    CaseRecord record = *store_.GetCase(id);
    change(*record.escalation);
    store_.Overwrite(record);
  }

  CaseState StateOf(const CaseId& id) { return store_.GetCase(id)->state; }
};

TEST_F(KeeperTest, AHeldCaseIsLetGoOnTheLastDayReviewedOrNot) {
  const CaseId id = HeldAndDrawn();
  GoTo("2026-11-24");
  EXPECT_EQ(*keeper_.Look(), 0);
  EXPECT_EQ(StateOf(id), CaseState::kEscalated);
  GoTo(kLastDay);
  EXPECT_EQ(*keeper_.Look(), 1);
  EXPECT_EQ(StateOf(id), CaseState::kRegistered);
  EXPECT_EQ(store_.Actions().back(), "sample_hold_ended");
  // Its review goes on.
  EXPECT_EQ(store_.GetReview(id.value() + ".sample")->state, ReviewState::kOpen);
  EXPECT_EQ(*keeper_.Look(), 0);
}

TEST_F(KeeperTest, AReviewedCaseIsLetGoAtOnce) {
  const CaseId id = HeldAndDrawn();
  Review review = *store_.GetReview(id.value() + ".sample");
  review.state = ReviewState::kCompleted;
  review.outcome = ReviewOutcome::kCorrect;
  ReviewChange change;
  change.review = review;
  change.request_id = "r1";
  ASSERT_TRUE(store_.ChangeReview(change, clock_.Now()).ok());
  EXPECT_EQ(*keeper_.Look(), 1);
}

TEST_F(KeeperTest, WhatAPersonHoldsStaysTheirsUntilTheClaimLapses) {
  const CaseId id = HeldAndDrawn();
  GoTo(kLastDay);
  Change(id, [this](Escalation& item) {
    item.state = EscalationState::kClaimed;
    item.handler = "HL000001";
    item.claimed_until = clock_.Now().PlusMs(60'000);
  });
  EXPECT_EQ(*keeper_.Look(), 0);
  // A tab that was left: nobody has it, and the money is not late for it.
  clock_.Advance(60'000);
  EXPECT_EQ(*keeper_.Look(), 1);
  EXPECT_EQ(StateOf(id), CaseState::kRegistered);
}

TEST_F(KeeperTest, AClaimThatIsRenewedAllDayDoesNotHoldMoneyPastTheLastDay) {
  const CaseId id = HeldAndDrawn();
  GoTo(kLastDay);
  const Date last = SwedishDate(clock_.Now());
  Change(id, [this](Escalation& item) {
    item.state = EscalationState::kClaimed;
    item.handler = "HL000001";
    item.claimed_until = clock_.Now().PlusMs(24 * kHourMs);
  });
  while (SwedishDate(clock_.Now().PlusMs(kHourMs)) == last) {
    EXPECT_EQ(*keeper_.Look(), 0);
    clock_.Advance(kHourMs);
  }
  EXPECT_EQ(SwedishDate(clock_.Now()), last);
  EXPECT_EQ(*keeper_.Look(), 1);
}

TEST_F(KeeperTest, WhatHasAnotherReasonToBeWithAPersonStaysThere) {
  const CaseId id = HeldAndDrawn();
  Change(id, [](Escalation& item) {
    item.routing.reasons.push_back({"GATE.G12.FAIL", "Vill tala med någon.", "Q-20", std::nullopt});
  });
  GoTo(kLastDay);
  EXPECT_EQ(*keeper_.Look(), 0);
}

// The review arrives after the cut-off: the money went on time, the review is of what was decided.
TEST_F(KeeperTest, AReviewThatIsLateIsOfTheDecision) {
  const CaseId id = HeldAndDrawn();
  QualityService service(store_, clock_, {.policy = [this] { return policy_; }});
  const std::string review_id = id.value() + ".sample";
  const auto started = service.StartReview(testing::Call("q1"), review_id, "KG000001");
  ASSERT_TRUE(started.ok()) << MessageOf(started.status());
  GoTo(kLastDay);
  ASSERT_EQ(*keeper_.Look(), 1);
  BlindReview blind;
  blind.outcome = Outcome::kBifall;
  blind.granted = Money::FromKronor(8'280);
  ReviewHandle handle{review_id, "KG000001", started->review.version};
  // Sent back, and not decided yet: there is nothing to set beside the reviewer's decision.
  EXPECT_EQ(DetailOf(service.SubmitBlindReview(testing::Call("q2"), handle, blind).status()).reason,
            "REVIEW_NOT_READY");
  CaseRecord record = *store_.GetCase(id);
  record.state = CaseState::kDecided;
  record.decisions = {testing::PlainDecision()};
  store_.Overwrite(record);
  GoTo("2026-12-02");
  const auto submitted = service.SubmitBlindReview(testing::Call("q3"), handle, blind);
  ASSERT_TRUE(submitted.ok()) << MessageOf(submitted.status());
  EXPECT_EQ(submitted->decision.version, 1);
  EXPECT_EQ(submitted->indicated, ReviewOutcome::kCorrect);
  handle.expected_version = submitted->review.version;
  EXPECT_TRUE(service.CompleteReview(testing::Call("q4"), handle, {}).ok());
  EXPECT_EQ(*keeper_.Look(), 0);
}

TEST_F(KeeperTest, AMonthIsFilledUpWhenItIsOver) {
  const Month month = *Month::Parse("2026-12");
  for (int i = 0; i < 12; ++i) {
    const CaseRecord record = Evaluated("m" + std::to_string(i));
    if (i % 2 == 0) Store(record.id, Before(record)->note, CaseState::kEvaluated);
  }
  CaseRecord hidden = Evaluated("protected");
  hidden.application.persons[0].protected_identity = Answer::kYes;
  store_.Overwrite(hidden);
  GoTo("2026-12-31");
  ASSERT_TRUE(keeper_.Look().ok());
  EXPECT_FALSE((*store_.FindSample(month))->closed_at.has_value());
  GoTo("2027-01-01");
  ASSERT_TRUE(keeper_.Look().ok());
  EXPECT_TRUE((*store_.FindSample(month))->closed_at.has_value());
  // Of twelve all are looked at, those too that never came to a decision; the hidden one is not.
  const std::vector<SampleCase> cases = *store_.SampleCases(month);
  EXPECT_EQ(cases.size(), 12U);
  EXPECT_TRUE(std::none_of(cases.begin(), cases.end(), [](const SampleCase& one) {
    return one.drawn == DrawnHow::kNot;
  }));
  EXPECT_EQ(store_.ListReviews({}, {.limit = 100, .after = ""})->items.size(), 12U);
}

class ComparedTest : public KeeperTest {
 protected:
  CaseId Decided(Mode mode, std::int64_t granted_kr) {
    CaseRecord record = Evaluated("decided");
    record.state = CaseState::kDecided;
    record.assessment = testing::PlainAssessment();
    Escalation ended;
    ended.id = EscalationId::FromTrusted(record.id.value() + ".1");
    ended.case_id = record.id;
    ended.state = EscalationState::kDecided;
    ended.routing.reasons = {{"MODE.PROPOSE", "Föreslås.", "Q-20", std::nullopt}};
    ended.mode = mode;
    ended.typfall = "TF-02";
    ended.suggested = testing::PlainDecision();
    record.escalation = ended;
    Decision decision = testing::PlainDecision();
    decision.kind = DecisionKind::kHuman;
    decision.decided_by = "HL000001";
    decision.granted = Money::FromKronor(granted_kr);
    record.decisions = {decision};
    store_.Overwrite(record);
    return record.id;
  }
};

// The case system may be away for days: an error of the worker's must not wait for it.
TEST_F(ComparedTest, APersonsDecisionIsComparedBeforeItIsDelivered) {
  const CaseId id = Decided(Mode::kPropose, 9'000);
  const std::int64_t before = store_.GetControl()->version;
  ASSERT_TRUE(keeper_.Look().ok());
  EXPECT_EQ(StateOf(id), CaseState::kDecided);
  const Control control = *store_.GetControl();
  EXPECT_EQ(control.demoted.at("TF-02").case_id, id);
  EXPECT_GT(control.version, before);
  EXPECT_EQ(store_.ListComparisons({}, {.limit = 10, .after = ""})->items.size(), 1U);
  EXPECT_EQ(store_.Actions().back(), "decision_compared");
}

TEST_F(ComparedTest, ItIsComparedOnce) {
  const CaseId id = Decided(Mode::kPropose, 9'000);
  ASSERT_TRUE(keeper_.Look().ok());
  const std::int64_t version = store_.GetCase(id)->version;
  ASSERT_TRUE(keeper_.Look().ok());
  Keeper other(store_, clock_, {[this] { return policy_; }, "worker-2"});
  ASSERT_TRUE(other.Look().ok());
  EXPECT_EQ(store_.GetCase(id)->version, version);
}

TEST_F(ComparedTest, ACorrectedDecisionIsComparedAnew) {
  const CaseId id = Decided(Mode::kPropose, 8'280);
  ASSERT_TRUE(keeper_.Look().ok());
  EXPECT_TRUE(store_.GetControl()->demoted.empty());
  CaseRecord record = *store_.GetCase(id);
  Decision automatic = testing::PlainDecision();
  Decision corrected = record.decisions[0];
  corrected.version = 2;
  corrected.granted = Money::FromKronor(1'000);
  record.decisions = {automatic, corrected};
  ++record.version;
  store_.Overwrite(record);
  ASSERT_TRUE(keeper_.Look().ok());
  EXPECT_EQ(store_.GetControl()->demoted.at("TF-02").cause, "CHANGED_DECISION");
}

TEST_F(ComparedTest, AFailureIsToldAndTriedAgain) {
  Decided(Mode::kPropose, 9'000);
  testing::RecordingLog log;
  store_.FailNext(MakeStatus(StatusCode::kUnavailable, "full", {"STORE_FULL", "", ""}));
  EXPECT_EQ(keeper_.LookAndTell(log), 0);
  EXPECT_TRUE(store_.GetControl()->demoted.empty());
  keeper_.LookAndTell(log);
  EXPECT_TRUE(store_.GetControl()->demoted.contains("TF-02"));
}

}  // namespace
}  // namespace dm::quality
