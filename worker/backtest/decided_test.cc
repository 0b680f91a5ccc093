#include "worker/backtest/decided.h"

#include "gtest/gtest.h"

namespace dm::backtest {
namespace {

// Rent 7 800 kr and an income of 3 000 kr as the worker computed them.
Assessment Assessed() {
  Assessment assessment;
  assessment.policy_sha256 = "now";
  assessment.outcome = Outcome::kDelavslag;
  assessment.grant = Money::FromKronor(4800);
  CalculationRow rent;
  rent.code = "cost.boende";
  rent.kind = RowKind::kCost;
  rent.rule = "cap.housing/A";
  rent.amount = Money::FromKronor(7800);
  CalculationRow income;
  income.code = "income.bostadsbidrag";
  income.kind = RowKind::kIncome;
  income.person = PersonKey::FromTrusted("p1");
  income.rule = "income.classification/B";
  income.amount = Money::FromKronor(3000);
  assessment.rows = {rent, income};
  return assessment;
}

Decision DecidedBy(DecisionKind kind, Money granted) {
  Decision decision;
  decision.kind = kind;
  decision.outcome = Outcome::kBifall;
  decision.granted = granted;
  decision.policy_sha256 = "then";
  decision.typfall = kind == DecisionKind::kAutomatic ? "TF-02" : "";
  return decision;
}

Escalation Escalated() {
  Escalation escalation;
  escalation.mode = Mode::kShadow;
  escalation.typfall = "TF-05";
  escalation.routing.queue = "Q-20";
  escalation.routing.reasons = {{.code = "TRIG.X13", .text = "", .queue = "Q-20", .person = {}}};
  return escalation;
}

TEST(DecidedTest, AnAutomaticDecisionKeepsItsTypfallAndHasNoReasons) {
  const Ruling ruling = RulingOfDecided(
      Assessed(), DecidedBy(DecisionKind::kAutomatic, Money::FromKronor(4800)), std::nullopt);
  EXPECT_EQ(ruling.route, Route::kAutomatic);
  EXPECT_EQ(ruling.typfall, "TF-02");
  EXPECT_TRUE(ruling.reasons.empty());
  EXPECT_EQ(ruling.policy_sha256, "then");
  EXPECT_EQ(ruling.rows[1].amount, Money::FromKronor(-3000));
}

TEST(DecidedTest, APersonsDecisionHasThatPersonsAmountsAndTheReasonsThatLedThere) {
  Decision decision = DecidedBy(DecisionKind::kHuman, Money::FromKronor(5000));
  DecisionRow rent;
  rent.code = "cost.boende";
  rent.kind = RowKind::kCost;
  rent.worker_amount = Money::FromKronor(7800);
  rent.human_amount = Money::FromKronor(8000);
  DecisionRow income;
  income.code = "income.bostadsbidrag";
  income.kind = RowKind::kIncome;
  income.person = PersonKey::FromTrusted("p1");
  income.worker_amount = Money::FromKronor(3000);
  decision.rows = {rent, income};
  const Ruling ruling = RulingOfDecided(Assessed(), decision, Escalated());
  EXPECT_EQ(ruling.route, Route::kHuman);
  EXPECT_EQ(ruling.outcome, Outcome::kBifall);
  EXPECT_EQ(ruling.grant, Money::FromKronor(5000));
  EXPECT_EQ(ruling.queue, "Q-20");
  EXPECT_EQ(ruling.reasons, std::vector<std::string>{"TRIG.X13"});
  EXPECT_EQ(ruling.rows[0].amount, Money::FromKronor(8000));
  EXPECT_EQ(ruling.rows[0].rule, kSetByPerson);
  EXPECT_EQ(ruling.rows[1].rule, "income.classification/B");
}

}  // namespace
}  // namespace dm::backtest
