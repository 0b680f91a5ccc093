#include "worker/explain/letter_reasons.h"

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "worker/assessment/assess.h"
#include "worker/effects/letter.h"

namespace dm::explain {
namespace {

using golden::Kr;

CaseRecord RecordOf(const CaseInput& input) {
  CaseRecord record;
  record.id = CaseId::FromTrusted("EKB-202612-000001");
  record.application = input.application;
  record.evidence = input.evidence;
  record.supplied_history = input.history;
  record.assessment = Assess(input, *golden::ShippedPolicies());
  return record;
}

// A caseworker takes the rows as they were computed.
Decision PartlyGranted(const CaseRecord& record) {
  Decision decision;
  decision.version = 1;
  decision.kind = DecisionKind::kHuman;
  decision.outcome = Outcome::kDelavslag;
  decision.granted = record.assessment->grant;
  decision.decided_by = "HL000001";
  decision.decided_on = record.assessment->assessed_on;
  decision.motivation = "Beslut enligt beräkningen.";
  for (const CalculationRow& row : record.assessment->rows) {
    DecisionRow one;
    one.code = row.code;
    one.label = row.label;
    one.kind = row.kind;
    one.person = row.person;
    one.applied = row.applied;
    one.worker_amount = row.amount;
    one.reason = row.reason;
    decision.rows.push_back(one);
  }
  return decision;
}

CaseInput ProvenLower() {
  CaseInput input = golden::StableBenefitCase();
  input.application.costs[1].proven = Kr(250);
  return input;
}

TEST(LetterReasonsTest, ARowThatIsShortSaysWhatWouldHaveCounted) {
  const CaseRecord record = RecordOf(ProvenLower());
  const auto letter =
      effects::DecisionLetter(record, PartlyGranted(record), *golden::ShippedPolicies());
  ASSERT_TRUE(letter.ok()) << letter.status();
  EXPECT_NE(letter->body.find("Underlaget visar ett lägre belopp. Ett underlag som visar "
                              "300\u00a0kr för hushållsel hade räckt"),
            std::string::npos)
      << letter->body;
}

TEST(LetterReasonsTest, ARowThatAPersonSetHasThePersonsReasonOnly) {
  const CaseRecord record = RecordOf(ProvenLower());
  Decision decision = PartlyGranted(record);
  for (DecisionRow& row : decision.rows) {
    if (row.code != "cost.hushallsel") continue;
    row.human_amount = Kr(200);
    row.note = "Du delar elen med en annan hyresgäst.";
  }
  const auto letter = effects::DecisionLetter(record, decision, *golden::ShippedPolicies());
  ASSERT_TRUE(letter.ok()) << letter.status();
  EXPECT_NE(letter->body.find("Du delar elen"), std::string::npos);
  EXPECT_EQ(letter->body.find("hade räckt"), std::string::npos) << letter->body;
}

TEST(LetterReasonsTest, NothingIsSaidWhereTheRowsDoNotComeOutTheSame) {
  CaseRecord record = RecordOf(ProvenLower());
  for (CalculationRow& row : record.assessment->rows) {
    if (row.code == "cost.hushallsel") row.amount = Kr(240);
  }
  EXPECT_TRUE(ChangesForLetter(record, *golden::ShippedPolicies()).empty());
  record = RecordOf(ProvenLower());
  record.assessment->policy_sha256 = std::string(64, '0');
  EXPECT_TRUE(ChangesForLetter(record, *golden::ShippedPolicies()).empty());
}

TEST(LetterReasonsTest, AFullGrantHasNothingToSay) {
  const CaseRecord record = RecordOf(golden::StableBenefitCase());
  EXPECT_TRUE(ChangesForLetter(record, *golden::ShippedPolicies()).empty());
}

}  // namespace
}  // namespace dm::explain
