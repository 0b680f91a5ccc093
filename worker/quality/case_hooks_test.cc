#include "worker/quality/case_hooks.h"

#include <gtest/gtest.h>

#include "tests/support/quality_fixture.h"
#include "worker/decision/decide.h"

namespace dm::quality {
namespace {

class CaseHooksTest : public HooksFixture {
 protected:
  CaseHooksTest() : HooksFixture(DM_SOURCE_DIR) {}

  // Decided by a person after the worker's suggestion in `mode`, and not delivered yet.
  CaseRecord DecidedByPerson(Mode mode, std::int64_t granted_kr) {
    CaseRecord record = Evaluated("decided");
    record.state = CaseState::kDecided;
    record.assessment = testing::PlainAssessment();
    Escalation ended;
    ended.id = EscalationId::FromTrusted(record.id.value() + ".1");
    ended.case_id = record.id;
    ended.state = EscalationState::kDecided;
    ended.routing.queue = "Q-20";
    ended.routing.reasons = {{"MODE.PROPOSE", "Föreslås.", "Q-20", std::nullopt}};
    ended.mode = mode;
    ended.typfall = "TF-02";
    ended.suggested = testing::PlainDecision();
    ended.version = 3;
    record.escalation = ended;
    Decision decision = testing::PlainDecision();
    decision.kind = DecisionKind::kHuman;
    decision.decided_by = "HL000001";
    decision.decided_at = clock_.Now();
    decision.granted = Money::FromKronor(granted_kr);
    record.decisions = {decision};
    store_.Overwrite(record);
    return *store_.GetCase(record.id);
  }
};

TEST_F(CaseHooksTest, ACaseIsListedOnceAndItsDrawStands) {
  const CaseRecord record = Evaluated("one");
  const auto first = Before(record);
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(first->note && first->note->sample_case);
  EXPECT_EQ(first->note->sample_case->stratum.typfall, "TF-02");
  EXPECT_EQ(first->note->sample_case->stratum.household, "SINGLE");
  Store(record.id, first->note, CaseState::kEvaluated);
  const auto again = Before(*store_.GetCase(record.id));
  EXPECT_FALSE(again->note.has_value());
  EXPECT_EQ(again->hold.drawn, first->hold.drawn);
}

// A sample's share, and a demotion, are of the typfall that the worker decides under, not of the
// first that the case fits.
TEST_F(CaseHooksTest, ACaseIsListedUnderTheTypfallThatItIsDecidedUnder) {
  CaseRecord record = Evaluated("one");
  TypfallMatch other = record.assessment->typfall.front();
  other.typfall = "TF-03";
  record.assessment->typfall.push_back(other);
  Control control = *store_.GetControl();
  control.modes["TF-02"].mode = Mode::kShadow;
  control.modes["TF-03"].mode = Mode::kDecide;
  const auto before = hooks_.Before(record, control, *policy_, clock_.Now());
  ASSERT_TRUE(before.ok());
  ASSERT_TRUE(before->note && before->note->sample_case);
  EXPECT_EQ(before->note->sample_case->stratum.typfall, "TF-03");
  record.decisions = {testing::PlainDecision()};
  record.decisions.front().kind = DecisionKind::kAutomatic;
  record.decisions.front().typfall = "TF-02";
  EXPECT_EQ(ListedCase(record, *policy_, control, clock_.Now()).stratum.typfall, "TF-02");
}

TEST_F(CaseHooksTest, TheMonthsSeedIsThrownOnce) {
  Store(Evaluated("one").id, std::nullopt, CaseState::kEvaluated);
  ASSERT_TRUE(Before(Evaluated("two")).ok());
  CaseHooks other(store_, {.seed = [] { return std::string(32, 'f'); }, .worker = "worker-2"});
  const auto month =
      other.MonthOf(*Month::Parse("2026-12"), *store_.GetControl(), *policy_, clock_.Now());
  EXPECT_EQ((*month)->seed, kSeed);
}

TEST_F(CaseHooksTest, ADrawnCaseIsHeldUntilTheLastDayThatDelaysNoMoney) {
  const CaseRecord record = Drawn(SamplePart::kPrePayment);
  const auto before = Before(record);
  EXPECT_TRUE(before->hold.drawn);
  EXPECT_FALSE(before->hold.reviewed);
  ASSERT_EQ(before->note->reviews.size(), 1U);
  EXPECT_EQ(before->note->reviews[0].due_on.ToString(), kLastDay);
  EXPECT_EQ(before->note->reviews[0].part, SamplePart::kPrePayment);
}

// The cut-off is never passed for a sample: what cannot wait is reviewed afterwards.
TEST_F(CaseHooksTest, OnTheLastDayNothingIsHeldBeforePayment) {
  const CaseRecord record = Drawn(SamplePart::kPrePayment);
  for (const char* const day : {kLastDay, "2026-11-26", "2026-11-27", "2026-12-03"}) {
    GoTo(day);
    const auto before = Before(record);
    ASSERT_TRUE(before->note && before->note->sample_case);
    const std::optional<Date> last =
        LastUnhurriedDay(record.application.month, SwedishDate(clock_.Now()), *policy_);
    const StatusOr<Date> today =
        PayDateFor(record.application.month, SwedishDate(clock_.Now()), *policy_);
    const StatusOr<Date> later =
        PayDateFor(record.application.month, SwedishDate(clock_.Now()).PlusDays(1), *policy_);
    // Held only while a decision tomorrow is paid on the same day as one today.
    EXPECT_EQ(before->hold.drawn, *today == *later) << day;
    EXPECT_EQ(last.has_value(), *today == *later) << day;
    if (!last) {
      EXPECT_EQ(before->note->sample_case->part, SamplePart::kPostPayment) << day;
      EXPECT_EQ(before->note->reviews[0].due_on, SwedishDate(clock_.Now()).PlusDays(30));
    }
  }
}

TEST_F(CaseHooksTest, WhatTheCaseSystemDrewIsReviewedAndInNoRate) {
  CaseRecord record = Evaluated("stated");
  record.application.circumstances.drawn_for_sample = true;
  const auto before = Before(record);
  EXPECT_EQ(before->note->sample_case->drawn, DrawnHow::kStated);
  EXPECT_FALSE(before->hold.drawn);  // its own trigger holds it
  EXPECT_EQ(before->note->reviews.size(), 1U);
}

TEST_F(CaseHooksTest, AProtectedPersonIsInNoList) {
  CaseRecord record = Evaluated("protected");
  record.application.persons[0].protected_identity = Answer::kYes;
  const auto before = Before(record);
  EXPECT_FALSE(before->note.has_value());
  EXPECT_FALSE(before->hold.drawn);
}

TEST_F(CaseHooksTest, AReviewedCaseIsHeldNoLonger) {
  const CaseRecord record = Drawn(SamplePart::kPrePayment);
  QualityNote note = *Before(record)->note;
  note.reviews[0].state = ReviewState::kCompleted;
  Store(record.id, note, CaseState::kEvaluated);
  EXPECT_TRUE(Before(*store_.GetCase(record.id))->hold.reviewed);
}

TEST_F(CaseHooksTest, ASeriousDifferenceInAProposalLowersTheTypfall) {
  const CaseRecord record = DecidedByPerson(Mode::kPropose, 9'000);
  const auto note = hooks_.AtClosing(record, *policy_, clock_.Now());
  ASSERT_TRUE(note.ok() && *note);
  ASSERT_TRUE((*note)->comparison.has_value());
  EXPECT_TRUE((*note)->comparison->serious);
  EXPECT_TRUE((*note)->comparison->clean);
  EXPECT_EQ((*note)->demotion->cause, "COMPARISON");
  EXPECT_EQ((*note)->amount->step, 90);
}

// A letter that was refused, or a correction that waits, has an item of its own.
TEST_F(CaseHooksTest, ALaterItemTakesNothingFromTheComparison) {
  CaseRecord record = DecidedByPerson(Mode::kPropose, 9'000);
  Escalation later;
  later.id = EscalationId::FromTrusted(record.id.value() + ".2");
  later.case_id = record.id;
  later.mode = Mode::kOff;
  later.routing.queue = "Q-19";
  later.routing.reasons = {{"EFFECT.REFUSED", "Brevet togs inte emot.", "Q-19", std::nullopt}};
  record.escalation = later;
  store_.Overwrite(record);
  const auto note = hooks_.AtClosing(record, *policy_, clock_.Now());
  ASSERT_TRUE(note.ok() && *note);
  ASSERT_TRUE((*note)->comparison.has_value());
  EXPECT_EQ((*note)->comparison->mode, Mode::kPropose);
  EXPECT_TRUE((*note)->comparison->serious);
}

TEST_F(CaseHooksTest, InShadowADifferenceIsComparedAndLowersNothing) {
  const CaseRecord record = DecidedByPerson(Mode::kShadow, 9'000);
  const auto note = hooks_.AtClosing(record, *policy_, clock_.Now());
  EXPECT_TRUE((*note)->comparison->blind);
  EXPECT_FALSE((*note)->demotion.has_value());
}

TEST_F(CaseHooksTest, HundredKronorAreNotSeriousAndOneMoreIs) {
  const CaseRecord at = DecidedByPerson(Mode::kPropose, 8'380);
  EXPECT_FALSE((*hooks_.AtClosing(at, *policy_, clock_.Now()))->comparison->serious);
  CaseRecord above = at;
  above.decisions[0].granted = Money::FromKronor(8'381);
  EXPECT_TRUE((*hooks_.AtClosing(above, *policy_, clock_.Now()))->comparison->serious);
}

TEST_F(CaseHooksTest, ADecisionOfTheWorkersThatAPersonChangedLowersTheTypfall) {
  CaseRecord record = DecidedByPerson(Mode::kDecide, 5'000);
  Decision automatic = testing::PlainDecision();
  record.decisions.insert(record.decisions.begin(), automatic);
  record.decisions[1].version = 2;
  record.escalation.reset();
  const auto note = hooks_.AtClosing(record, *policy_, clock_.Now());
  EXPECT_EQ((*note)->demotion->cause, "CHANGED_DECISION");
  EXPECT_FALSE((*note)->amount.has_value());  // the household's grant is counted once
}

// What the keeper noted and a person has released since does not lower again when the case closes.
TEST_F(CaseHooksTest, AnErrorLowersOnce) {
  const CaseRecord record = DecidedByPerson(Mode::kPropose, 9'000);
  ASSERT_TRUE(keeper_.Look().ok());
  ASSERT_TRUE(store_.GetControl()->demoted.contains("TF-02"));
  ASSERT_TRUE(store_.ReleaseDemotion("TF-02", "utrett", "r1", {}, clock_.Now()).ok());
  const auto note = hooks_.AtClosing(*store_.GetCase(record.id), *policy_, clock_.Now());
  EXPECT_FALSE((*note)->demotion.has_value());
  EXPECT_TRUE((*note)->amount.has_value());
}

}  // namespace
}  // namespace dm::quality
