#include "worker/escalation/human_decision.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"
#include "worker/escalation/human_rows.h"

namespace dm::escalation {
namespace {

using dm::testing::Child;
using dm::testing::Day;
using dm::testing::FakePolicy;
using dm::testing::PlainCase;
using dm::testing::PlainFrame;
using dm::testing::TestNow;

HumanDecision::EditedRow Edit(const std::string& code, int kronor) {
  HumanDecision::EditedRow row;
  row.code = code;
  row.amount = Money::FromKronor(kronor);
  row.reason = "COST.ABOVE_CAP";
  return row;
}

class HumanDecisionTest : public ::testing::Test {
 protected:
  HumanDecisionTest() {
    dm::testing::TestNow();
    said_.escalation = EscalationId::FromTrusted("EKB-202612-000001.1");
    said_.handler = "handlaggare-1";
    said_.mandate = "SN 2026-01-15 § 3";
    said_.outcome = Outcome::kBifall;
    said_.communication_exception = "COMMUNICATION.IMMEDIATE";
  }

  StatusOr<Decision> Decide() {
    return MakeHumanDecision({record_, said_, frame_, policy_, pay_day_, TestNow()});
  }

  std::string ReasonOf() { return DetailOf(Decide().status()).reason; }

  void Refuse() {
    said_.outcome = Outcome::kAvslag;
    said_.motivation = "Behovet kan tillgodoses på annat sätt.";
  }

  void AddChild(Date reviewed_on, Date valid_until) {
    record_.application.persons.push_back(Child("p2", dm::testing::kChild));
    frame_ = PlainFrame();
    FramePerson child;
    child.key = PersonKey::FromTrusted("barn");  // keys belong to one application
    child.personnummer = dm::testing::Number(dm::testing::kChild);
    child.role = PersonRole::kChild;
    frame_->persons.push_back(child);
    ChildRecord record;
    record.child = child.key;
    record.reviewer = "handlaggare-1";
    record.reviewed_on = reviewed_on;
    record.valid_until = valid_until;
    frame_->child_records = {record};
  }

  CaseRecord record_ = PlainCase(CaseState::kProposed);
  HumanDecision said_;
  std::optional<Frame> frame_;
  FakePolicy policy_;
  PayDay pay_day_ = [](Month, Date, const PolicySet&) { return StatusOr<Date>(Day("2026-11-27")); };
};

TEST_F(HumanDecisionTest, GrantsWhatWasComputed) {
  const StatusOr<Decision> decision = Decide();
  ASSERT_TRUE(decision.ok()) << MessageOf(decision.status());
  EXPECT_EQ(decision->granted, record_.assessment->grant);
  EXPECT_EQ(decision->kind, DecisionKind::kHuman);
  EXPECT_EQ(decision->version, 1);
  EXPECT_EQ(decision->decided_by, "handlaggare-1");
  EXPECT_EQ(decision->delegation, "SN 2026-01-15 § 3");
  EXPECT_EQ(decision->decided_on, Day("2026-11-12"));
  EXPECT_EQ(decision->pay_date, Day("2026-11-27"));
  EXPECT_EQ(decision->policy_sha256, record_.assessment->policy_sha256);
  EXPECT_EQ(decision->rows.size(), 4U);
}

TEST_F(HumanDecisionTest, AReducedRowKeepsBothValuesAndLowersTheGrantExactly) {
  said_.outcome = Outcome::kDelavslag;
  said_.motivation = "Hyran är högre än vad som är skäligt.";
  said_.edited_rows = {Edit("cost.boende", 5500)};
  const StatusOr<Decision> decision = Decide();
  ASSERT_TRUE(decision.ok()) << MessageOf(decision.status());
  EXPECT_EQ(decision->granted, Money::FromKronor(7780));
  EXPECT_EQ(decision->rows[2].worker_amount, Money::FromKronor(6000));
  EXPECT_EQ(decision->rows[2].human_amount, Money::FromKronor(5500));
}

TEST_F(HumanDecisionTest, RoundsTheGrantOnceHalfUp) {
  said_.motivation = "Rättad inkomst.";
  said_.edited_rows = {Edit("income.bostadsbidrag", 0)};
  said_.edited_rows[0].amount = Money::FromOre(299'950);
  EXPECT_EQ(Decide()->granted, Money::FromKronor(8281));  // 8 280,50
  policy_.Set("rounding.grant", std::string("ore"));
  EXPECT_EQ(Decide()->granted, Money::FromOre(828'050));
  policy_.Set("rounding.grant", std::string("tiokronor"));
  EXPECT_EQ(ReasonOf(), "PARAMETER_INVALID");
}

TEST_F(HumanDecisionTest, AHumanMayAddARowThatTheWorkerCouldNotSee) {
  said_.motivation = "A-kassan svarade på telefon.";
  said_.edited_rows = {Edit("income.a_kassa", 2000)};
  const StatusOr<Decision> decision = Decide();
  ASSERT_FALSE(decision.ok());  // more counted than the worker counted is a refusal in part
  said_.outcome = Outcome::kDelavslag;
  EXPECT_EQ(Decide()->granted, Money::FromKronor(6280));
  EXPECT_EQ(Decide()->rows.back().kind, RowKind::kIncome);
}

TEST_F(HumanDecisionTest, AnEditReplacesAllRowsOfItsCodeAndPerson) {
  record_.assessment->rows.push_back(record_.assessment->rows[3]);  // two payments of one kind
  said_.motivation = "En av utbetalningarna gäller en annan månad.";
  said_.edited_rows = {Edit("income.bostadsbidrag", 3000)};
  EXPECT_EQ(Decide()->granted, Money::FromKronor(8280));
}

// What counts as more than the worker counted is the amount as a whole, not that it stands on one
// row of two.
TEST_F(HumanDecisionTest, AnAmountForTwoPaymentsIsSharedOverThem) {
  record_.assessment->rows.push_back(record_.assessment->rows[3]);  // 3 000 kr each
  said_.motivation = "Den andra utbetalningen var lägre.";
  said_.edited_rows = {Edit("income.bostadsbidrag", 4500)};
  said_.edited_rows[0].note = "Vi har räknat med 4 500 kr.";
  const StatusOr<Decision> decision = Decide();
  ASSERT_TRUE(decision.ok()) << MessageOf(decision.status());
  EXPECT_EQ(decision->rows[3].human_amount, Money::FromKronor(3000));
  EXPECT_EQ(decision->rows[4].human_amount, Money::FromKronor(1500));
  EXPECT_EQ(decision->rows[3].note, "Vi har räknat med 4 500 kr.");
  EXPECT_EQ(decision->rows[4].note, "");
  EXPECT_EQ(decision->granted, Money::FromKronor(6780));
  said_.edited_rows[0].amount = Money::FromKronor(6500);
  EXPECT_EQ(ReasonOf(), "OUTCOME_MISMATCH");  // more than both is less to the household
  said_.outcome = Outcome::kDelavslag;
  EXPECT_EQ(Decide()->rows[3].human_amount, Money::FromKronor(3500));
  EXPECT_EQ(Decide()->rows[4].human_amount, Money::FromKronor(3000));
}

TEST_F(HumanDecisionTest, ACorrectionKeepsAnAmountThatStandsOnTwoRows) {
  record_.assessment->rows.push_back(record_.assessment->rows[3]);
  said_.motivation = "Den andra utbetalningen var lägre.";
  said_.edited_rows = {Edit("income.bostadsbidrag", 4500)};
  const StatusOr<Decision> first = Decide();
  ASSERT_TRUE(first.ok()) << MessageOf(first.status());
  said_.edited_rows = {Edit("cost.boende", 6100)};
  HumanDecisionInput input{record_, said_, frame_, policy_, pay_day_, TestNow()};
  input.corrects = &*first;
  input.ground = "CORRECTION.FAVOURABLE";
  const HumanDecisionDraft draft = DraftHumanDecision(input);
  for (const Status& problem : draft.problems)
    EXPECT_NE(DetailOf(problem).field, "edited_rows[1].code") << MessageOf(problem);
  ASSERT_EQ(draft.decision.rows.size(), 5U);
  EXPECT_EQ(draft.decision.rows[3].human_amount, Money::FromKronor(3000));
  EXPECT_EQ(draft.decision.rows[4].human_amount, Money::FromKronor(1500));
  EXPECT_EQ(draft.decision.granted, first->granted + Money::FromKronor(100));
}

TEST_F(HumanDecisionTest, RefusesEditsThatNoRowCanHave) {
  said_.motivation = "x";
  said_.edited_rows = {Edit("rent", 1)};
  EXPECT_EQ(DetailOf(Decide().status()).field, "edited_rows[0].code");
  said_.edited_rows = {Edit("cost.boende", -1)};
  EXPECT_EQ(DetailOf(Decide().status()).field, "edited_rows[0].amount");
  said_.edited_rows = {Edit("cost.boende", 1)};
  said_.edited_rows[0].reason = "";
  EXPECT_EQ(DetailOf(Decide().status()).field, "edited_rows[0].reason");
  said_.edited_rows = {Edit("cost.boende", 1), Edit("cost.boende", 2)};
  EXPECT_EQ(DetailOf(Decide().status()).field, "edited_rows[1].code");
  said_.edited_rows.assign(65, Edit("cost.boende", 1));
  EXPECT_EQ(DetailOf(Decide().status()).field, "edited_rows");
}

TEST_F(HumanDecisionTest, OutcomeAndAmountsMustSayTheSame) {
  said_.motivation = "x";
  said_.edited_rows = {Edit("cost.boende", 5500)};
  EXPECT_EQ(ReasonOf(), "OUTCOME_MISMATCH");  // bifall with a reduced row
  said_.edited_rows.clear();
  said_.outcome = Outcome::kDelavslag;
  EXPECT_EQ(ReasonOf(), "OUTCOME_MISMATCH");  // delavslag without one
  said_.outcome = Outcome::kBifall;
  said_.edited_rows = {Edit("income.bostadsbidrag", 50'000)};
  EXPECT_EQ(ReasonOf(), "OUTCOME_MISMATCH");  // nothing left to grant
}

TEST_F(HumanDecisionTest, ARowThatTheWorkerReducedNeedsItsReason) {
  record_.assessment->rows[2].amount = Money::FromKronor(5000);
  said_.outcome = Outcome::kDelavslag;
  said_.motivation = "x";
  EXPECT_EQ(ReasonOf(), "ROW_REASON_REQUIRED");
  record_.assessment->rows[2].reason = "COST.ABOVE_CAP";
  EXPECT_EQ(Decide()->granted, Money::FromKronor(7280));
}

TEST_F(HumanDecisionTest, WhoDecidesAgainstSomeoneSaysWhy) {
  Refuse();
  EXPECT_TRUE(Decide().ok());
  EXPECT_TRUE(Decide()->granted.is_zero());
  EXPECT_FALSE(Decide()->pay_date.has_value());
  said_.motivation = " \n";
  EXPECT_EQ(ReasonOf(), "MOTIVATION_REQUIRED");
  said_.outcome = Outcome::kAvskrivning;
  EXPECT_EQ(ReasonOf(), "MOTIVATION_REQUIRED");
}

TEST_F(HumanDecisionTest, GrantingWhatCouldNotBeComputedNeedsAMotivation) {
  record_.assessment->computable = false;
  EXPECT_EQ(ReasonOf(), "MOTIVATION_REQUIRED");
  said_.motivation = "Uppgifterna är kontrollerade på annat sätt.";
  EXPECT_TRUE(Decide().ok());
}

TEST_F(HumanDecisionTest, NeedsAnOutcomeAndAMandate) {
  said_.mandate = "";
  EXPECT_EQ(ReasonOf(), "MANDATE_REQUIRED");
  said_.mandate = "SN § 3";
  said_.outcome = Outcome::kNone;
  EXPECT_EQ(DetailOf(Decide().status()).field, "outcome");
  said_.outcome = Outcome::kAvslag;
  said_.motivation = std::string(20'001, 'x');
  EXPECT_EQ(DetailOf(Decide().status()).field, "motivation");
}

TEST_F(HumanDecisionTest, DecidesNothingOnAChildWithoutARecord) {
  record_.application.persons.push_back(Child("p2", dm::testing::kChild));
  EXPECT_EQ(ReasonOf(), "CHILD_RECORD_MISSING");
  frame_ = PlainFrame();
  EXPECT_EQ(ReasonOf(), "CHILD_RECORD_MISSING");
  said_.outcome = Outcome::kAvskrivning;
  said_.reason = "WRITE_OFF.WITHDRAWN";
  said_.motivation = "x";
  EXPECT_EQ(ReasonOf(), "CHILD_RECORD_MISSING");
}

TEST_F(HumanDecisionTest, AnApprovalReusesARecordInForce) {
  AddChild(Day("2026-09-01"), Day("2026-11-12"));
  EXPECT_TRUE(Decide().ok()) << MessageOf(Decide().status());
}

TEST_F(HumanDecisionTest, ARecordThatHasEndedIsNone) {
  AddChild(Day("2026-09-01"), Day("2026-11-11"));
  EXPECT_EQ(ReasonOf(), "CHILD_RECORD_MISSING");
}

TEST_F(HumanDecisionTest, ARefusalNeedsANewAnalysisOfEachChild) {
  Refuse();
  AddChild(Day("2026-09-01"), Day("2027-02-28"));
  EXPECT_EQ(ReasonOf(), "CHILD_RECORD_MISSING");
  frame_->child_records[0].reviewed_on = Day("2026-11-12");
  EXPECT_TRUE(Decide().ok());
}

TEST_F(HumanDecisionTest, PassesOnThatThePayDayIsUnknown) {
  pay_day_ = [](Month, Date, const PolicySet&) { return StatusOr<Date>(NotFound("payment.day")); };
  EXPECT_EQ(Decide().status().code(), StatusCode::kNotFound);
}

TEST_F(HumanDecisionTest, DecidesWhereNothingWasComputed) {
  record_.assessment.reset();
  Refuse();
  const StatusOr<Decision> decision = Decide();
  ASSERT_TRUE(decision.ok()) << MessageOf(decision.status());
  EXPECT_TRUE(decision->rows.empty());
  EXPECT_EQ(decision->policy_sha256, policy_.sha256());
}

TEST(GrantOf, IsNeverNegative) {
  DecisionRow income;
  income.kind = RowKind::kIncome;
  income.worker_amount = Money::FromKronor(1);
  EXPECT_TRUE(GrantOf({income}, RoundingUnit::kKrona).is_zero());
}

TEST(IsReduced, KnowsALoweredNorm) {
  DecisionRow norm;
  norm.kind = RowKind::kNormPersonal;
  norm.worker_amount = Money::FromKronor(4000);
  EXPECT_FALSE(IsReduced(norm));
  norm.human_amount = Money::FromKronor(3999);
  EXPECT_TRUE(IsReduced(norm));
}

}  // namespace
}  // namespace dm::escalation
