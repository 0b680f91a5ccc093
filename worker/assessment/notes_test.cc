#include "worker/assessment/notes.h"

#include "gtest/gtest.h"

namespace dm::assessment {
namespace {

const std::vector<GatePolicy> kGates = {{"G-01", "Underskrift", "Q-20"},
                                        {"G-07", "Inkomst", "Q-20"}};

TEST(NotesTest, AGateThatNoPartLookedAtIsUnknown) {
  Notes notes;
  notes.Evaluated("G-01");
  const std::vector<GateResult> gates = notes.Gates(kGates);
  ASSERT_EQ(gates.size(), 2U);
  EXPECT_EQ(gates[0].verdict, Verdict::kPass);
  EXPECT_TRUE(gates[0].findings.empty());
  EXPECT_EQ(gates[1].verdict, Verdict::kUnknown);
  EXPECT_EQ(gates[1].findings[0].code, "GATE.G07.UNKNOWN.NOT_EVALUATED");
}

TEST(NotesTest, FailWeighsMoreThanUnknownAndBothAreKept) {
  Notes notes;
  notes.Evaluated("G-07");
  notes.Unknown("G-07", "REGISTER", {.text = "okänt"});
  notes.Fail("G-07", "DIFFERS", {.text = "skiljer"});
  const GateResult gate = notes.Gates(kGates)[1];
  EXPECT_EQ(gate.verdict, Verdict::kFail);
  ASSERT_EQ(gate.findings.size(), 2U);
  EXPECT_EQ(gate.findings[0].code, "GATE.G07.FAIL.DIFFERS");
  EXPECT_EQ(gate.findings[1].code, "GATE.G07.UNKNOWN.REGISTER");
}

TEST(NotesTest, FindingsDoNotDependOnTheOrderTheyCameIn) {
  Notes one;
  Notes other;
  one.Fire("X-23", {.text = "a"});
  one.Fire("X-23", {.text = "b"});
  other.Fire("X-23", {.text = "b"});
  other.Fire("X-23", {.text = "a"});
  other.Fire("X-23", {.text = "a"});
  const TriggerResult a = one.Triggers({}, false)[0];
  const TriggerResult b = other.Triggers({}, false)[0];
  ASSERT_EQ(a.findings.size(), b.findings.size());
  EXPECT_EQ(a.findings[0].text, b.findings[0].text);
  EXPECT_EQ(a.findings[0].code, "TRIG.X23");
}

TEST(NotesTest, ATriggerLeadsElsewhereWhereThereAreChildren) {
  Notes notes;
  notes.Fire("X-12", {.text = "en vuxen till"});
  const std::vector<TriggerPolicy> policy = {{"X-12", "Vuxen", "Q-20", "Q-03"}};
  EXPECT_EQ(notes.Triggers(policy, false)[0].queue, "Q-20");
  EXPECT_EQ(notes.Triggers(policy, true)[0].queue, "Q-03");
}

TEST(NotesTest, AStatementThatIsNotMadeIsUnknown) {
  Notes notes;
  notes.MustBeNo(Answer::kNo, "G-01", "A", {.text = "a"});
  EXPECT_FALSE(notes.HasFinding("G-01"));
  notes.MustBeNo(Answer::kUnknown, "G-01", "B", {.text = "b"});
  EXPECT_EQ(notes.Gates(kGates)[0].findings[0].code, "GATE.G01.UNKNOWN.B");
  notes.MustBeNo(Answer::kYes, "G-01", "C", {.text = "c"});
  EXPECT_EQ(notes.Gates(kGates)[0].verdict, Verdict::kFail);
}

TEST(NotesTest, AnItemIsMissingOncePerPerson) {
  Notes notes;
  const PersonKey first = PersonKey::FromTrusted("p1");
  const PersonKey second = PersonKey::FromTrusted("p2");
  notes.Missing("certificate", "Läkarintyg", second);
  notes.Missing("certificate", "Läkarintyg", first);
  notes.Missing("certificate", "Läkarintyg", first);
  ASSERT_EQ(notes.missing().size(), 2U);
  EXPECT_EQ(notes.missing()[0].person, first);
}

}  // namespace
}  // namespace dm::assessment
