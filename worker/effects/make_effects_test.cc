#include "worker/effects/make_effects.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"

namespace dm::effects {
namespace {

using dm::testing::Day;
using dm::testing::FakePolicy;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using dm::testing::PlainEscalate;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<EffectKind> KindsOf(const StatusOr<std::vector<Effect>>& effects) {
  std::vector<EffectKind> kinds;
  if (!effects.ok()) return kinds;
  for (const Effect& effect : *effects) kinds.push_back(effect.kind);
  return kinds;
}

class MakeEffectsTest : public ::testing::Test {
 protected:
  MakeEffectsTest() { dm::testing::TestNow(); }

  CaseRecord record_ = PlainCase(CaseState::kEvaluated);
  FakePolicy policy_;
};

TEST_F(MakeEffectsTest, AGrantIsDecidedNotifiedAndPaidInThatOrder) {
  const auto effects = EffectsOfDecision(record_, PlainDecision(), policy_);
  EXPECT_THAT(KindsOf(effects),
              ElementsAre(EffectKind::kDecision,
                          EffectKind::kLetter,
                          EffectKind::kPaymentOrder,
                          EffectKind::kNotice,
                          EffectKind::kJournalNote));
  for (std::size_t i = 1; i < effects->size(); ++i)
    EXPECT_GT((*effects)[i].order, (*effects)[i - 1].order);
  const PaymentOrder& order = *(*effects)[2].payment_order;
  EXPECT_EQ(order.amount, Money::FromKronor(8280));
  EXPECT_EQ(order.pay_date, Day("2026-11-27"));
  EXPECT_EQ(order.decision_version, 1);
}

TEST_F(MakeEffectsTest, ARefusalOrdersNoPayment) {
  Decision decision = PlainDecision();
  decision.outcome = Outcome::kAvslag;
  decision.granted = Money();
  decision.pay_date.reset();
  EXPECT_THAT(KindsOf(EffectsOfDecision(record_, decision, policy_)),
              Not(::testing::Contains(EffectKind::kPaymentOrder)));
}

TEST_F(MakeEffectsTest, MakingThemTwiceGivesTheSameIds) {
  const auto first = EffectsOfDecision(record_, PlainDecision(), policy_);
  const auto second = EffectsOfDecision(record_, PlainDecision(), policy_);
  std::set<EffectId> ids;
  for (std::size_t i = 0; i < first->size(); ++i) {
    EXPECT_EQ((*first)[i].id, (*second)[i].id);
    ids.insert((*first)[i].id);
  }
  EXPECT_EQ(ids.size(), first->size());
}

// Versions 1 to 3 of a decision, each granting so many kronor: what the last one orders.
Money OrderedBy(CaseRecord record,
                const std::vector<int>& granted_kronor,
                const PolicySet& policy) {
  Money ordered;
  for (std::size_t i = 0; i < granted_kronor.size(); ++i) {
    Decision decision = PlainDecision();
    decision.version = static_cast<int>(i) + 1;
    decision.corrects = static_cast<int>(i);
    decision.granted = Money::FromKronor(granted_kronor[i]);
    if (decision.granted.is_zero()) {
      decision.outcome = Outcome::kAvslag;
      decision.pay_date.reset();
    }
    const auto effects = EffectsOfDecision(record, decision, policy);
    EXPECT_TRUE(effects.ok()) << MessageOf(effects.status());
    ordered = Money();
    for (const Effect& effect : *effects)
      if (effect.payment_order) ordered = effect.payment_order->amount;
    record.decisions.push_back(decision);
  }
  return ordered;
}

TEST_F(MakeEffectsTest, ACorrectionPaysTheDifferenceAndNeverLessThanNothing) {
  EXPECT_EQ(OrderedBy(record_, {8280, 9000}, policy_), Money::FromKronor(720));
  EXPECT_EQ(OrderedBy(record_, {8280, 8280}, policy_), Money());
  EXPECT_EQ(OrderedBy(record_, {8280, 5000}, policy_), Money());
  EXPECT_EQ(OrderedBy(record_, {8280, 0}, policy_), Money());
  // A refusal that was wrong is paid whole.
  EXPECT_EQ(OrderedBy(record_, {0, 8280}, policy_), Money::FromKronor(8280));
  // What was paid before a lowering is paid: raised again, only what lies above it is ordered.
  EXPECT_EQ(OrderedBy(record_, {8280, 5000, 8000}, policy_), Money());
  EXPECT_EQ(OrderedBy(record_, {8280, 5000, 9000}, policy_), Money::FromKronor(720));
}

TEST_F(MakeEffectsTest, AReductionSaysThatMoreHasBeenPaid) {
  record_.decisions = {PlainDecision()};
  Decision lower = PlainDecision();
  lower.version = 2;
  lower.corrects = 1;
  lower.granted = Money::FromKronor(5000);
  const auto effects = EffectsOfDecision(record_, lower, policy_);
  EXPECT_THAT(KindsOf(effects), Not(::testing::Contains(EffectKind::kPaymentOrder)));
  EXPECT_THAT(effects->back().journal_note.value_or(""),
              HasSubstr("Mer har beställts för utbetalning"));
}

TEST_F(MakeEffectsTest, AnotherDecisionOrMunicipalityIsAnotherPayment) {
  const auto first = *EffectsOfDecision(record_, PlainDecision(), policy_);
  CaseRecord corrected = record_;
  corrected.decisions.push_back(PlainDecision());
  Decision second = PlainDecision();
  second.version = 2;
  second.granted = PlainDecision().granted + Money::FromKronor(100);
  const auto again = *EffectsOfDecision(corrected, second, policy_);
  record_.municipality = "elsewhere";
  const auto elsewhere = *EffectsOfDecision(record_, PlainDecision(), policy_);
  EXPECT_NE(again[2].id, first[2].id);
  EXPECT_NE(elsewhere[2].id, first[2].id);
}

// After a restore of an older store another application of the household may be decided first, and
// have the version that this one had.
TEST_F(MakeEffectsTest, TheVersionWithinTheHouseholdIsNoPartOfTheId) {
  const auto first = *EffectsOfDecision(record_, PlainDecision(), policy_);
  Decision later = PlainDecision();
  later.version = 3;
  const auto again = *EffectsOfDecision(record_, later, policy_);
  ASSERT_EQ(again.size(), first.size());
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(again[i].id, first[i].id);
  EXPECT_EQ(again[2].decision_version, 3);
}

TEST_F(MakeEffectsTest, LaterEffectsAreDeliveredLater) {
  const auto first = EffectsOfEscalation(record_, PlainEscalate(), policy_);
  ++record_.version;
  const auto later = EffectsOfDecision(record_, PlainDecision(), policy_);
  EXPECT_GT(later->front().order, first->back().order);
}

TEST_F(MakeEffectsTest, RefusesAGrantWithoutAPayDay) {
  Decision decision = PlainDecision();
  decision.pay_date.reset();
  EXPECT_EQ(DetailOf(EffectsOfDecision(record_, decision, policy_).status()).reason,
            "PAY_DATE_MISSING");
}

TEST_F(MakeEffectsTest, PassesOnThatALetterIsMissing) {
  policy_.RemoveLetter("beslut_bifall");
  EXPECT_EQ(DetailOf(EffectsOfDecision(record_, PlainDecision(), policy_).status()).reason,
            "LETTER_MISSING");
}

TEST_F(MakeEffectsTest, ADismissalWithoutTemplateLeavesTheLetterToTheHandler) {
  Decision decision = PlainDecision();
  decision.kind = DecisionKind::kHuman;
  decision.outcome = Outcome::kAvvisning;
  decision.granted = Money();
  const auto effects = EffectsOfDecision(record_, decision, policy_);
  EXPECT_THAT(KindsOf(effects), ElementsAre(EffectKind::kDecision, EffectKind::kJournalNote));
  EXPECT_THAT(*effects->back().journal_note, HasSubstr("skrivs av handläggaren"));
}

TEST_F(MakeEffectsTest, TheNoticeSaysNothingAboutTheCase) {
  const auto effects = EffectsOfDecision(record_, PlainDecision(), policy_);
  const std::string text = (*effects)[3].notice->text;
  EXPECT_THAT(text, HasSubstr("Logga in"));
  EXPECT_THAT(text, Not(HasSubstr("8")));
  EXPECT_THAT(text, Not(HasSubstr("bistånd")));
}

TEST_F(MakeEffectsTest, TheJournalSaysWhoDecidedWhatUnderWhichRules) {
  const auto effects = EffectsOfDecision(record_, PlainDecision(), policy_);
  const std::string note = *effects->back().journal_note;
  EXPECT_THAT(note, HasSubstr("Beslut 1 för december 2026: bifall"));
  EXPECT_THAT(note, HasSubstr("Fattat automatiskt av Medarbetare 0.1.0 den 12 november 2026"));
  EXPECT_THAT(note, HasSubstr("SN 2026-01-15 § 7"));
  EXPECT_THAT(note, HasSubstr("TF-02"));
}

TEST_F(MakeEffectsTest, ACompletionIsAskedForWithLetterAndNotice) {
  RequestCompletion completion;
  completion.items = {{"hyresavi", "Hyresavi", std::nullopt}};
  completion.due = Day("2026-11-19");
  const auto effects = EffectsOfCompletion(record_, completion, policy_);
  EXPECT_THAT(KindsOf(effects),
              ElementsAre(EffectKind::kCompletionRequest,
                          EffectKind::kLetter,
                          EffectKind::kNotice,
                          EffectKind::kJournalNote));
}

TEST_F(MakeEffectsTest, AFirstApplicationAsksForAVisitInTime) {
  Escalate escalate = PlainEscalate();
  escalate.routing.reasons.push_back({"TRIG.X01", "Första ansökan.", "Q-01", std::nullopt});
  record_.application.circumstances.interpreter_needed = Answer::kYes;
  const auto effects = EffectsOfEscalation(record_, escalate, policy_);
  ASSERT_THAT(KindsOf(effects), ElementsAre(EffectKind::kMeetingRequest, EffectKind::kJournalNote));
  const MeetingRequest& meeting = *effects->front().meeting_request;
  EXPECT_EQ(meeting.kind, "first_visit");
  EXPECT_EQ(meeting.length_minutes, 120);
  EXPECT_TRUE(meeting.interpreter);
  EXPECT_EQ(meeting.latest, Day("2026-11-26"));
}

TEST_F(MakeEffectsTest, AMissingPlanAsksForAPlanMeeting) {
  record_.assessment->triggers = {{"X-30", {}, "Q-11"}};
  const auto effects = EffectsOfEscalation(record_, PlainEscalate(), policy_);
  ASSERT_TRUE(effects.ok());
  EXPECT_EQ(effects->front().meeting_request->kind, "plan");
}

TEST_F(MakeEffectsTest, TheJournalOfARestrictedCaseSaysNothingAboutIt) {
  Escalate escalate = PlainEscalate();
  EXPECT_THAT(*EffectsOfEscalation(record_, escalate, policy_)->back().journal_note,
              HasSubstr("Typfallet föreslås"));
  escalate.routing.access = AccessClass::kRestricted;
  EXPECT_EQ(*EffectsOfEscalation(record_, escalate, policy_)->back().journal_note,
            "Ärendet har lämnats till behörig handläggare.");
}

}  // namespace
}  // namespace dm::effects
