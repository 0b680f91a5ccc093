#include "worker/adapters/sql/history_month.h"

#include "gtest/gtest.h"
#include "tests/support/cases.h"

namespace dm::sql {
namespace {

CalculationRow Row(const std::string& code, RowKind kind, int kronor) {
  CalculationRow row;
  row.code = code;
  row.kind = kind;
  row.amount = Money::FromKronor(kronor);
  return row;
}

TEST(HistoryMonthTest, TakesTheKindOfACostFromTheApplicationItCameFrom) {
  Application application = testing::PlainApplication();
  Cost medicine;
  medicine.type = CostType::kOtherLivingCost;
  medicine.other_code = "medicine_prescription";
  application.costs.push_back(medicine);
  Assessment assessment = testing::PlainAssessment();
  assessment.rows.push_back(Row("cost.other", RowKind::kExtraCost, 200));
  assessment.rows.back().inputs = {"policy:x/1", "application.costs[1]"};
  const HistoryMonth month = ToHistoryMonth(testing::PlainDecision(), application, assessment);
  ASSERT_EQ(month.costs.size(), 2U);
  EXPECT_EQ(month.costs[1].type, CostType::kOtherLivingCost);
  EXPECT_EQ(month.costs[1].other_code, "medicine_prescription");
  EXPECT_EQ(month.costs[1].approved, Money::FromKronor(200));
}

TEST(HistoryMonthTest, AidForOtherLivingCostsAloneIsNoForsorjningsstod) {
  Assessment assessment = testing::PlainAssessment();
  assessment.rows.push_back(Row("income.lon", RowKind::kIncome, 9000));
  assessment.rows.push_back(Row("cost.glasses", RowKind::kExtraCost, 1000));
  Decision decision = testing::PlainDecision();
  decision.rows.clear();
  decision.granted = Money::FromKronor(280);
  EXPECT_FALSE(ToHistoryMonth(decision, testing::PlainApplication(), assessment).forsorjningsstod);
  EXPECT_TRUE(ToHistoryMonth(decision, testing::PlainApplication(), testing::PlainAssessment())
                  .forsorjningsstod);
}

TEST(HistoryMonthTest, WithoutACalculationTheDecidedRowsCount) {
  Decision decision = testing::PlainDecision();
  const HistoryMonth month = ToHistoryMonth(decision, testing::PlainApplication(), std::nullopt);
  EXPECT_TRUE(month.forsorjningsstod);
  ASSERT_EQ(month.costs.size(), 1U);
  EXPECT_EQ(month.costs[0].type, CostType::kBoende);
  decision.rows = {};
  decision.rows.emplace_back();
  decision.rows[0].kind = RowKind::kExtraCost;
  decision.rows[0].code = "cost.glasses";
  decision.rows[0].worker_amount = Money::FromKronor(500);
  EXPECT_FALSE(
      ToHistoryMonth(decision, testing::PlainApplication(), std::nullopt).forsorjningsstod);
}

TEST(HistoryMonthTest, AWriteOffHasTriedNothing) {
  Decision decision = testing::PlainDecision();
  decision.kind = DecisionKind::kHuman;
  decision.outcome = Outcome::kAvskrivning;
  const HistoryMonth month =
      ToHistoryMonth(decision, testing::PlainApplication(), testing::PlainAssessment());
  EXPECT_TRUE(month.costs.empty());
  EXPECT_TRUE(month.incomes.empty());
  EXPECT_EQ(month.decided_by, ActorKind::kPerson);
}

TEST(HistoryMonthTest, RowsAlikeArePairedInOrder) {
  Assessment assessment = testing::PlainAssessment();
  assessment.rows = {Row("cost.boende", RowKind::kCost, 100),
                     Row("cost.boende", RowKind::kCost, 200)};
  Decision decision = testing::PlainDecision();
  decision.rows.clear();
  for (const int kronor : {100, 150}) {
    DecisionRow& row = decision.rows.emplace_back();
    row.code = "cost.boende";
    row.kind = RowKind::kCost;
    row.worker_amount = Money::FromKronor(kronor);
  }
  const HistoryMonth month = ToHistoryMonth(decision, testing::PlainApplication(), assessment);
  ASSERT_EQ(month.costs.size(), 2U);
  EXPECT_EQ(month.costs[0].approved, Money::FromKronor(100));
  EXPECT_EQ(month.costs[1].approved, Money::FromKronor(150));
}

}  // namespace
}  // namespace dm::sql
