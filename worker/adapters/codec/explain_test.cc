#include "worker/adapters/codec/explain.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace dm::codec {
namespace {

CalculationRow MakeRow(const char* code, RowKind kind, std::int64_t kronor) {
  CalculationRow row;
  row.code = code;
  row.kind = kind;
  row.label = code;
  row.amount = Money::FromKronor(kronor);
  row.exact = Rational(row.amount);
  row.rule = std::string("rule/") + code;
  row.sources = {{.id = "sol-12-7", .citation = "12 kap. 7 § SoL"}};
  row.why = "Därför.";
  return row;
}

// Needs of 12 000 kr, incomes of 5 000 kr.
Assessment Computed() {
  Assessment a;
  a.month = *Month::Parse("2026-12");
  a.computable = true;
  a.rows = {MakeRow("norm.personal", RowKind::kNormPersonal, 4000),
            MakeRow("norm.common", RowKind::kNormCommon, 1000),
            MakeRow("cost.boende", RowKind::kCost, 6500),
            MakeRow("cost.medicin", RowKind::kExtraCost, 500),
            MakeRow("income.lon", RowKind::kIncome, 4000),
            MakeRow("asset.bank", RowKind::kAsset, 1000)};
  a.norm = Money::FromKronor(5000);
  a.costs = Money::FromKronor(6500);
  a.extra_costs = Money::FromKronor(500);
  a.incomes = Money::FromKronor(5000);
  a.grant = Money::FromKronor(7000);
  return a;
}

// Every line that has children is their sum.
void ExpectSums(const std::vector<medarbetare::v1::ExplanationRow>& rows) {
  std::map<std::string, std::int64_t> sums;
  for (const auto& row : rows) sums[row.parent_id()] += row.amount().ore();
  for (const auto& row : rows)
    if (sums.contains(row.id())) {
      EXPECT_EQ(sums[row.id()], row.amount().ore()) << row.id();
    }
}

TEST(ExplainRows, SumToTheGrantAtEveryLevel) {
  const auto rows = ExplainRows(Computed());
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ((*rows)[0].id(), "grant");
  EXPECT_EQ((*rows)[0].amount().ore(), 700'000);
  EXPECT_EQ(rows->size(), 11U);
  ExpectSums(*rows);
}

TEST(ExplainRows, ShowASurplusThatIsNotPaid) {
  Assessment a = Computed();
  a.rows.push_back(MakeRow("income.arv", RowKind::kIncome, 20'000));
  a.incomes = Money::FromKronor(25'000);
  a.grant = Money();
  const auto rows = ExplainRows(a);
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->back().id(), "grant/adjustment");
  EXPECT_EQ(rows->back().amount().ore(), 1'300'000);
  ExpectSums(*rows);
}

TEST(ExplainRows, AreNotGivenWhenTheyDoNotSum) {
  Assessment a = Computed();
  a.costs += Money::FromOre(1);
  EXPECT_EQ(ExplainRows(a).status().code(), StatusCode::kInternal);
  EXPECT_EQ(ExplainText(a).status().code(), StatusCode::kInternal);
}

TEST(ExplainRows, AreNoneWhenTheAmountCouldNotBeComputed) {
  Assessment a;
  a.undetermined = {"riksnorm.personal@2027-01"};
  EXPECT_TRUE(ExplainRows(a)->empty());
  EXPECT_NE(ExplainText(a)->find("riksnorm.personal@2027-01"), std::string::npos);
}

TEST(ExplainText, NamesRuleSourceGatesTriggersAndTypfall) {
  Assessment a = Computed();
  a.gates = {{.gate = "G-06", .verdict = Verdict::kPass, .findings = {}},
             {.gate = "G-07",
              .verdict = Verdict::kFail,
              .findings = {{.code = "GATE.G07.FAIL.UNDECLARED",
                            .text = "FK 2026-11-25",
                            .person = std::nullopt,
                            .inputs = {}}}}};
  a.triggers = {{.trigger = "X-23", .findings = {}, .queue = "Q-20"}};
  a.typfall = {{.typfall = "TF-02", .matched = false, .verdict = Verdict::kFail, .unmet = {"c1"}}};
  const std::string text = *ExplainText(a);
  for (const char* part : {"rule/cost.boende",
                           "12 kap. 7 § SoL",
                           "G-07 FAIL",
                           "GATE.G07.FAIL.UNDECLARED",
                           "X-23 → Q-20",
                           "TF-02: stämmer inte (c1)"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  EXPECT_EQ(text.find("G-06"), std::string::npos);
}

}  // namespace
}  // namespace dm::codec
