#include "worker/quality/compare.h"

#include <gtest/gtest.h>

namespace dm::quality {
namespace {

Decided Of(Outcome outcome, std::int64_t kronor, std::vector<BlindRow> rows = {}) {
  return {.outcome = outcome, .granted = Money::FromKronor(kronor), .rows = std::move(rows)};
}

BlindRow Row(const std::string& code, std::int64_t kronor) {
  return {.code = code, .person = std::nullopt, .amount = Money::FromKronor(kronor)};
}

TEST(Compare, RowsAreComparedByCodeAndPersonWhateverTheirOrder) {
  const Decided first = Of(Outcome::kBifall, 100, {Row("cost.boende", 90), Row("norm.common", 10)});
  const Decided same = Of(Outcome::kBifall, 100, {Row("norm.common", 10), Row("cost.boende", 90)});
  EXPECT_TRUE(Differences(first, same).empty());
  const Decided other =
      Of(Outcome::kBifall, 80, {Row("cost.boende", 60), Row("income.x", 0), Row("cost.el", 20)});
  const std::vector<RowDifference> found = Differences(first, other);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].code, "cost.boende");
  EXPECT_EQ(found[0].second, Money::FromKronor(60));
  EXPECT_EQ(found[1].code, "norm.common");
  EXPECT_EQ(found[2].code, "cost.el");
  EXPECT_TRUE(found[2].first.is_zero());
}

TEST(Compare, WithoutRowsOnlyTheSumIsCompared) {
  EXPECT_TRUE(Differences(Of(Outcome::kBifall, 1, {Row("a", 1)}), Of(Outcome::kBifall, 2)).empty());
}

TEST(Compare, MoreThanTheLimitOrAnotherOutcomeIsSerious) {
  const Money limit = Money::FromKronor(100);
  EXPECT_FALSE(IsSerious(Of(Outcome::kBifall, 1000), Of(Outcome::kBifall, 1100), limit));
  EXPECT_TRUE(IsSerious(Of(Outcome::kBifall, 1000), Of(Outcome::kBifall, 1101), limit));
  EXPECT_TRUE(IsSerious(Of(Outcome::kBifall, 1000), Of(Outcome::kBifall, 899), limit));
  EXPECT_TRUE(IsSerious(Of(Outcome::kBifall, 0), Of(Outcome::kAvslag, 0), limit));
}

Reason Because(const std::string& code) {
  return {.code = code, .text = "", .queue = "Q-20", .person = std::nullopt};
}

TEST(Compare, OnlyWhatTheIntroductionHeldBackIsEvidence) {
  EXPECT_TRUE(IsClean({Because("MODE.SHADOW")}));
  EXPECT_TRUE(IsClean({Because("TRIG.X36"), Because("PAUSED"), Because("GATE.G15.FAIL.MANDATE")}));
  EXPECT_TRUE(IsClean({Because("TRIG.X41"), Because("GATE.G15.FAIL.FREEZE")}));
  EXPECT_FALSE(IsClean({Because("TRIG.X41"), Because("GATE.G15.FAIL.INCIDENT")}));
  EXPECT_FALSE(IsClean({Because("MODE.SHADOW"), Because("GATE.G07.FAIL.UNDECLARED")}));
  EXPECT_FALSE(IsClean({Because("TRIG.X36"), Because("TRIG.X26")}));
}

TEST(Compare, ABlindReviewsRowsAddUp) {
  BlindReview blind;
  blind.outcome = Outcome::kBifall;
  blind.granted = Money::FromKronor(700);
  EXPECT_EQ(CheckRows(blind), "");
  blind.rows = {Row("norm.common", 1000), Row("income.bostadsbidrag", 300)};
  EXPECT_EQ(CheckRows(blind), "");
  blind.rows[0].amount += Money::FromOre(50);  // rounded away
  EXPECT_EQ(CheckRows(blind), "");
  blind.rows[0].amount += Money::FromOre(50);
  EXPECT_EQ(CheckRows(blind), "granted");
  blind.rows = {Row("income.lon", 5000)};
  blind.granted = Money();
  EXPECT_EQ(CheckRows(blind), "");  // a surplus grants nothing
}

TEST(Compare, AmountsFallIntoFiveClasses) {
  const Money step = Money::FromKronor(5000);
  EXPECT_EQ(AmountClassOf(std::nullopt, step), "-");
  Assessment assessment;
  EXPECT_EQ(AmountClassOf(assessment, step), "-");
  assessment.computable = true;
  assessment.grant = Money::FromKronor(4999);
  EXPECT_EQ(AmountClassOf(assessment, step), "0");
  assessment.grant = Money::FromKronor(5000);
  EXPECT_EQ(AmountClassOf(assessment, step), "1");
  assessment.grant = Money::FromKronor(99'000);
  EXPECT_EQ(AmountClassOf(assessment, step), "4");
}

}  // namespace
}  // namespace dm::quality
