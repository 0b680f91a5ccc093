#include "worker/backtest/comparison.h"

#include <string>

#include "gtest/gtest.h"
#include "worker/backtest/generator.h"
#include "worker/backtest/report_view.h"

namespace dm::backtest {
namespace {

CaseInput Household(std::uint64_t number) {
  GeneratorOptions options;
  options.month = *Month::Make(2026, 12);
  return GenerateHousehold(options, number);
}

Ruling Granting(std::int64_t kronor) {
  Ruling ruling;
  ruling.outcome = kronor > 0 ? Outcome::kBifall : Outcome::kAvslag;
  ruling.grant = Money::FromKronor(kronor);
  ruling.rows = {{.code = "cost.boende",
                  .person = "",
                  .rule = "cap.housing/A",
                  .amount = Money::FromKronor(kronor)}};
  return ruling;
}

ReportHead HeadOf(std::int64_t min_cell) {
  ReportHead head;
  head.source = "<prov & \"mer\">";
  head.min_cell = min_cell;
  return head;
}

TEST(ComparisonTest, SumsWhoGainsAndWhoLoses) {
  Comparison comparison;
  comparison.Add(1, Household(1), Granting(1000), Granting(1200));
  comparison.Add(2, Household(1), Granting(1000), Granting(700));
  comparison.Add(3, Household(1), Granting(1000), Granting(1000));
  EXPECT_EQ(comparison.all.households, 3);
  EXPECT_EQ(comparison.all.gain, 1);
  EXPECT_EQ(comparison.all.lose, 1);
  EXPECT_EQ(comparison.all.gained, Money::FromKronor(200));
  EXPECT_EQ(comparison.all.lost, Money::FromKronor(300));
  EXPECT_EQ(comparison.all.after - comparison.all.before, Money::FromKronor(-100));
  EXPECT_EQ(comparison.unchanged, 1);
  ASSERT_EQ(comparison.largest.size(), 2U);
  EXPECT_EQ(comparison.largest.front().number, 2);
}

TEST(ComparisonTest, AHouseholdWithoutAResultIsCountedAndHasNoMoney) {
  Comparison comparison;
  Ruling none = Granting(900);
  none.outcome = Outcome::kNone;
  comparison.Add(1, Household(1), Granting(1000), none);
  EXPECT_EQ(comparison.all.households, 1);
  EXPECT_EQ(comparison.all.compared, 0);
  EXPECT_EQ(comparison.all.before, Money());
  EXPECT_EQ(comparison.outcomes[1][0], 1);
}

TEST(ComparisonTest, ARowIsNamedWithItsRuleBeforeAndAfter) {
  Comparison comparison;
  Ruling after = Granting(1100);
  after.rows.front().rule = "cap.housing/B";
  comparison.Add(1, Household(1), Granting(1000), after);
  ASSERT_EQ(comparison.rows.size(), 1U);
  EXPECT_EQ(comparison.rows.begin()->first, "cost.boende: cap.housing/A → cap.housing/B");
  EXPECT_EQ(comparison.rows.begin()->second.raised, Money::FromKronor(100));
}

TEST(ComparisonTest, ReasonsThatComeAndGoAreCounted) {
  Comparison comparison;
  Ruling before = Granting(1000);
  before.reasons = {"GATE.A", "GATE.B"};
  Ruling after = Granting(1000);
  after.reasons = {"GATE.B", "GATE.C"};
  comparison.Add(1, Household(1), before, after);
  EXPECT_EQ(comparison.reasons.at("GATE.A").went, 1);
  EXPECT_EQ(comparison.reasons.at("GATE.C").came, 1);
  EXPECT_FALSE(comparison.reasons.contains("GATE.B"));
}

TEST(ComparisonTest, AnotherQueueOrTypfallIsAChange) {
  Comparison comparison;
  Ruling before = Granting(1000);
  before.queue = "Q-03";
  before.typfall = "TF-02";
  Ruling queue = before;
  queue.queue = "Q-20";
  Ruling typfall = before;
  typfall.typfall = "TF-01";
  comparison.Add(1, Household(1), before, queue);
  comparison.Add(2, Household(1), before, typfall);
  comparison.Add(3, Household(1), before, before);
  EXPECT_EQ(comparison.unchanged, 1);
  EXPECT_EQ(comparison.reasons.at("Q-03").went, 1);
  EXPECT_EQ(comparison.reasons.at("Q-20").came, 1);
  EXPECT_EQ(comparison.reasons.at("TF-02").went, 1);
  EXPECT_EQ(comparison.reasons.at("TF-01").came, 1);
}

TEST(ReportTest, SmallGroupsAreLaidTogetherAndNeverShownAlone) {
  Comparison comparison;
  for (std::int64_t i = 0; i < 400; ++i) {
    comparison.Add(i, Household(static_cast<std::uint64_t>(i)), Granting(1000), Granting(1010));
  }
  const ReportView view = MakeView(comparison, HeadOf(20));
  std::int64_t shown = 0;
  for (const GroupLine& line : view.by_type) {
    EXPECT_GE(line.sums.households, 20) << line.label;
    shown += line.sums.households;
  }
  EXPECT_EQ(shown, 400);
}

TEST(ReportTest, ASumOverTooFewIsNotShown) {
  Comparison comparison;
  for (std::int64_t i = 0; i < 40; ++i) {
    comparison.Add(i, Household(1), Granting(1000), Granting(i < 3 ? 1777 : 1000));
  }
  const ReportView view = MakeView(comparison, HeadOf(5));
  EXPECT_FALSE(view.all.money);
  EXPECT_EQ(Text(view.all.gain, 5), "<5");
  EXPECT_EQ(ReportText(view).find("2 331"), std::string::npos);
  EXPECT_EQ(ReportCsv(view).find("2331"), std::string::npos);
}

TEST(ReportTest, ThePageNeedsNothingFromOutside) {
  Comparison comparison;
  for (std::int64_t i = 0; i < 50; ++i) {
    comparison.Add(i, Household(static_cast<std::uint64_t>(i)), Granting(1000), Granting(1300));
  }
  const std::string page = ReportHtml(MakeView(comparison, HeadOf(5)));
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos);
  EXPECT_NE(page.find("&lt;prov &amp; &quot;mer&quot;&gt;"), std::string::npos);
  EXPECT_NE(page.find("<svg"), std::string::npos);
}

TEST(ReportTest, AReasonIsToldInWordsBesideItsCode) {
  Comparison comparison;
  Ruling before = Granting(1000);
  before.reasons = {"GATE.G08.FAIL.ABOVE_CAP", "ELSE"};
  for (std::int64_t i = 0; i < 9; ++i) comparison.Add(i, Household(1), before, Granting(1000));
  ReportHead head = HeadOf(5);
  head.words = [](const std::string& code) {
    return code == "ELSE" ? std::string() : std::string("Kostnaderna <under tak>");
  };
  const std::string page = ReportHtml(MakeView(comparison, std::move(head)));
  EXPECT_NE(page.find("Kostnaderna &lt;under tak&gt;<br><code>GATE.G08.FAIL.ABOVE_CAP</code>"),
            std::string::npos);
  EXPECT_NE(page.find("<th scope=\"row\" class=\"reason\"><code>ELSE</code>"), std::string::npos);
}

TEST(ReportTest, AClassOfChangeSaysWhichWay) {
  EXPECT_EQ(ClassLabel(0), "mer än 2\u00a0000 kr lägre");
  EXPECT_EQ(ClassLabel(4), "1–99 kr lägre");
  EXPECT_EQ(ClassLabel(5), "oförändrat");
  EXPECT_EQ(ClassLabel(6), "1–100 kr högre");
}

}  // namespace
}  // namespace dm::backtest
