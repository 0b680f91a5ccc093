#include "worker/assessment/child_need.h"

#include "gtest/gtest.h"

namespace dm::assessment {
namespace {

const PersonKey kChild = PersonKey::FromTrusted("p2");

CalculationRow Row(RowKind kind, const std::string& code, Money amount, const char* person) {
  CalculationRow row;
  row.kind = kind;
  row.code = code;
  row.amount = amount;
  if (person != nullptr) row.person = PersonKey::FromTrusted(person);
  return row;
}

TEST(ChildNeedTest, IsThePersonalNormAndAHeadsShareOfCommonCostsAndHousing) {
  const std::vector<CalculationRow> norm = {
      Row(RowKind::kNormPersonal, "norm.personal", Money::FromKronor(3940), "p1"),
      Row(RowKind::kNormPersonal, "norm.personal", Money::FromKronor(3820), "p2"),
      Row(RowKind::kNormCommon, "norm.common", Money::FromKronor(1410), nullptr)};
  const std::vector<CalculationRow> costs = {
      Row(RowKind::kCost, "cost.boende", Money::FromKronor(7001), nullptr),
      Row(RowKind::kCost, "cost.hushallsel", Money::FromKronor(500), nullptr)};
  EXPECT_EQ(OwnPartOfNeed(kChild, {.norm = norm, .costs = costs, .members = 2}),
            Rational(Money::FromOre(382'000 + 70'500 + 350'050)));
}

TEST(ChildNeedTest, StaysExactUntilTheRowIsRounded) {
  const std::vector<CalculationRow> norm = {
      Row(RowKind::kNormCommon, "norm.common", Money::FromOre(100'000), nullptr)};
  EXPECT_EQ(OwnPartOfNeed(kChild, {.norm = norm, .costs = {}, .members = 3}),
            *Rational::Make(100'000, 3));
}

TEST(ChildNeedTest, CountsInOrderUpToTheCapAndThenNothing) {
  const std::vector<Rational> amounts = {
      Rational(Money::FromOre(600)), Rational(Money::FromOre(500)), Rational(Money::FromOre(10))};
  EXPECT_EQ(CapInOrder(amounts, Rational(Money::FromOre(1000))),
            (std::vector<Rational>{
                Rational(Money::FromOre(600)), Rational(Money::FromOre(400)), Rational()}));
  EXPECT_EQ(CapInOrder(amounts, Rational(Money::FromOre(5000))), amounts);
}

}  // namespace
}  // namespace dm::assessment
