#include "worker/assessment/notes.h"

#include "gtest/gtest.h"
#include "tests/support/fake_policy.h"

namespace dm::assessment {
namespace {

const Date kDay = *Date::Parse("2026-12-01");
const PersonKey kFirst = PersonKey::FromTrusted("p1");
const PersonKey kSecond = PersonKey::FromTrusted("p2");

// A set with two gates and two triggers, and the observations that a test puts in.
class NotesTest : public ::testing::Test {
 protected:
  NotesTest() : book_(Filled(&policy_)), notes_(&book_, kDay, persons_) {
    persons_.resize(2);
    persons_[0].key = kFirst;
    persons_[1].key = kSecond;
    persons_[1].role = PersonRole::kCoApplicant;
  }

  // A set's gates and triggers stand before anyone asks it.
  static const PolicySet& Filled(testing::FakePolicy* policy) {
    policy->AddGate({"G-01", "Underskrift", "Q-20", {Part::kSignatures}});
    policy->AddGate({"G-07", "Inkomst", "Q-20", {Part::kIncomes, Part::kBenefitCases}});
    policy->AddTrigger({"X-05", "Barn", "Q-20", "Q-03", true});
    policy->AddTrigger({"X-23", "Betalning", "Q-20", "", false});
    policy->SetText("NOT_EVALUATED", "Kontrollen har inte kunnat göras.");
    return *policy;
  }

  testing::FakePolicy policy_;
  Rulebook book_;
  std::vector<Person> persons_;
  Notes notes_;
};

TEST_F(NotesTest, AGateOneOfWhosePartsHasNotLookedIsUnknown) {
  notes_.Looked(Part::kSignatures);
  notes_.Looked(Part::kIncomes);
  const std::vector<GateResult> gates = notes_.Gates();
  ASSERT_EQ(gates.size(), 2U);
  EXPECT_EQ(gates[0].verdict, Verdict::kPass);
  EXPECT_TRUE(gates[0].findings.empty());
  EXPECT_EQ(gates[1].verdict, Verdict::kUnknown);
  EXPECT_EQ(gates[1].findings[0].code, "GATE.G07.UNKNOWN.NOT_EVALUATED");
  EXPECT_EQ(gates[1].findings[0].text, "Kontrollen har inte kunnat göras.");
}

TEST_F(NotesTest, FailWeighsMoreThanUnknownAndBothAreKept) {
  policy_.AddObservation("INCOME.REGISTER_UNKNOWN", "G-07", Verdict::kUnknown, "REGISTER", "");
  policy_.AddObservation("INCOME.DIFFERS", "G-07", Verdict::kFail, "DIFFERS", "");
  notes_.Observe("INCOME.REGISTER_UNKNOWN");
  notes_.Observe("INCOME.DIFFERS");
  const GateResult gate = notes_.Gates()[1];
  EXPECT_EQ(gate.verdict, Verdict::kFail);
  ASSERT_EQ(gate.findings.size(), 2U);
  EXPECT_EQ(gate.findings[0].code, "GATE.G07.FAIL.DIFFERS");
  EXPECT_EQ(gate.findings[1].code, "GATE.G07.UNKNOWN.REGISTER");
}

TEST_F(NotesTest, TheTextIsTheSetsWithTheProgramsValues) {
  policy_.AddObservation("INCOME.UNDECLARED",
                         "G-07",
                         Verdict::kFail,
                         "UNDECLARED",
                         "X-23",
                         "{role}: {kind} på {amount}, {agency}.");
  notes_.Observe(
      "INCOME.UNDECLARED", {{"kind", "Lön"}, {"amount", Money::FromKronor(5)}}, kSecond, {"here"});
  const Finding finding = notes_.Gates()[1].findings[0];
  EXPECT_EQ(finding.text, "Medsökanden: Lön på 5\u00a0kr, ….");
  EXPECT_EQ(finding.person, kSecond);
  EXPECT_EQ(finding.inputs, std::vector<std::string>{"here"});
  EXPECT_EQ(notes_.Triggers(false)[0].findings[0].code, "TRIG.X23");
  EXPECT_EQ(notes_.Triggers(false)[0].findings[0].text, finding.text);
}

TEST_F(NotesTest, ATriggerOfATableTakesThePlaceOfTheObservations) {
  policy_.AddObservation("COST.ASSESSED", "G-07", Verdict::kFail, "ASSESSED", "X-23");
  notes_.Observe("COST.ASSESSED", {}, std::nullopt, {}, "X-05");
  ASSERT_EQ(notes_.Triggers(false).size(), 1U);
  EXPECT_EQ(notes_.Triggers(false)[0].trigger, "X-05");
}

TEST_F(NotesTest, FindingsDoNotDependOnTheOrderTheyCameIn) {
  policy_.AddObservation("INCOME.TWICE", "", Verdict::kFail, "", "X-23", "{kind}");
  Notes other(&book_, kDay, persons_);
  notes_.Observe("INCOME.TWICE", {{"kind", "a"}});
  notes_.Observe("INCOME.TWICE", {{"kind", "b"}});
  other.Observe("INCOME.TWICE", {{"kind", "b"}});
  other.Observe("INCOME.TWICE", {{"kind", "a"}});
  other.Observe("INCOME.TWICE", {{"kind", "a"}});
  const TriggerResult a = notes_.Triggers(false)[0];
  const TriggerResult b = other.Triggers(false)[0];
  ASSERT_EQ(a.findings.size(), 2U);
  ASSERT_EQ(a.findings.size(), b.findings.size());
  EXPECT_EQ(a.findings[0].text, b.findings[0].text);
}

TEST_F(NotesTest, ATriggerLeadsElsewhereWhereThereAreChildren) {
  policy_.AddObservation("AGE.BIRTH", "", Verdict::kFail, "", "X-05");
  EXPECT_FALSE(notes_.ConcernsAChild());
  notes_.Observe("AGE.BIRTH");
  EXPECT_TRUE(notes_.ConcernsAChild());
  EXPECT_EQ(notes_.Triggers(false)[0].queue, "Q-20");
  EXPECT_EQ(notes_.Triggers(true)[0].queue, "Q-03");
}

TEST_F(NotesTest, AStatementThatIsNotMadeIsNotedAsUnanswered) {
  policy_.AddObservation("STATED.AWAY", "G-01", Verdict::kFail, "AWAY", "");
  policy_.AddObservation("STATED.AWAY.UNANSWERED", "G-01", Verdict::kUnknown, "AWAY", "");
  const auto state = [this](Answer answer) {
    notes_.MustBeNo(answer, "STATED.AWAY", "STATED.AWAY.UNANSWERED", std::nullopt, "application");
  };
  notes_.Looked(Part::kSignatures);
  state(Answer::kNo);
  EXPECT_FALSE(notes_.HasFindingIn(Part::kSignatures));
  state(Answer::kUnknown);
  EXPECT_TRUE(notes_.HasFindingIn(Part::kSignatures));
  EXPECT_EQ(notes_.Gates()[0].findings[0].code, "GATE.G01.UNKNOWN.AWAY");
  state(Answer::kYes);
  EXPECT_EQ(notes_.Gates()[0].verdict, Verdict::kFail);
}

TEST_F(NotesTest, WhatTheSetDoesNotListHoldsUpEveryGate) {
  notes_.Looked(Part::kSignatures);
  ASSERT_EQ(notes_.Gates()[0].verdict, Verdict::kPass);
  notes_.Observe("AGE.MINOR");
  EXPECT_EQ(notes_.Gates()[0].verdict, Verdict::kUnknown);
  EXPECT_TRUE(notes_.Triggers(false).empty());
}

TEST_F(NotesTest, AnItemIsMissingOncePerPerson) {
  notes_.Missing("certificate", "Läkarintyg", kSecond);
  notes_.Missing("certificate", "Läkarintyg", kFirst);
  notes_.Missing("certificate", "Läkarintyg", kFirst);
  ASSERT_EQ(notes_.missing().size(), 2U);
  EXPECT_EQ(notes_.missing()[0].person, kFirst);
}

}  // namespace
}  // namespace dm::assessment
