#include "worker/explain/applicant.h"

#include <algorithm>
#include <cstddef>
#include <regex>
#include <string>
#include <vector>

#include "tests/explain/explained_case.h"
#include "tests/golden/case_builder.h"
#include "worker/explain/text.h"

namespace dm::explain {
namespace {

using golden::Kr;
using golden::StableBenefitCase;

TEST(ApplicantTextTest, OfAnyGoldenCaseHoldsNoInternalCode) {
  const std::regex code(
      R"(\b(GATE|TRIG|G-\d|X-\d|Q-\d|TF-\d|IK-|RP2|RC2|COST\.|INCOME\.|policy:|application\.|evidence\.|riksnorm\.|cap\.|kDATA))");
  for (const golden::GoldenCase& golden : GoldenCases()) {
    const std::string text = ApplicantText(Explained(golden.input));
    EXPECT_FALSE(std::regex_search(text, code)) << golden.path << "\n" << text;
    EXPECT_NE(text.find("handläggare"), std::string::npos) << golden.path;
  }
}

TEST(ApplicantTextTest, OfADecisionSaysAmountAndPayDayFirst) {
  const std::string text = ApplicantText(Explained(StableBenefitCase()));
  EXPECT_NE(text.find("Du får 3\u00a0040\u00a0kr."), std::string::npos) << text;
  EXPECT_NE(text.find("automatiskt system"), std::string::npos);
  EXPECT_NE(text.find("Försäkringskassan, hämtat"), std::string::npos);
}

TEST(ApplicantTextTest, OfACaseForAHumanIsNoDecision) {
  CaseInput input = StableBenefitCase();
  input.application.free_text = "?";
  const std::string text = ApplicantText(Explained(input));
  EXPECT_NE(text.find("inte ett beslut"), std::string::npos) << text;
}

TEST(ApplicantTextTest, SaysWhyARowIsLessAndWhatWouldHaveCounted) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0].proven = Kr(6000);
  const std::string text = ApplicantText(Explained(input));
  EXPECT_NE(text.find("du sökte 6\u00a0500\u00a0kr, godkänt 6\u00a0000\u00a0kr"), std::string::npos)
      << text;
  EXPECT_NE(text.find("Underlaget visar ett lägre belopp"), std::string::npos);
  EXPECT_NE(text.find("underlag som visar 6\u00a0500\u00a0kr för boende hade räckt"),
            std::string::npos)
      << text;
}

// "3 040 kr", "3 040,50 kr"
Money AmountIn(std::string words) {
  const bool ore = words.find(',') != std::string::npos;
  std::erase_if(words, [](char c) { return c < '0' || c > '9'; });
  return Money::FromOre(std::stoll(words) * (ore ? 1 : 100));
}

TEST(ApplicantTextTest, OfMoneyInTheBankSubtractsIt) {
  CaseInput input = StableBenefitCase();
  input.application.assets.push_back({.person = input.application.persons[0].key,
                                      .type = AssetType::kBank,
                                      .value = Kr(11'100),
                                      .locked = false});
  const ApplicantView view = ViewForApplicant(Explained(input));
  const auto group = std::find_if(view.groups.begin(), view.groups.end(), [](const auto& one) {
    return one.heading == "Tillgångar";
  });
  ASSERT_NE(group, view.groups.end());
  EXPECT_EQ(group->sum, "Summa tillgångar: 2\u00a0000\u00a0kr");
  EXPECT_NE(view.total.find("inkomsterna 9\u00a0100\u00a0kr och tillgångarna 2\u00a0000\u00a0kr."),
            std::string::npos)
      << view.total;
  EXPECT_NE(view.total.find("Det som fattas är 1\u00a0040\u00a0kr."), std::string::npos)
      << view.total;
}

// Who reads the sum can do it again: the need less what the household has is what is missing.
TEST(ApplicantTextTest, TheFiguresOfTheTotalAddUp) {
  const std::regex figure("[0-9][0-9\u00a0]*(,[0-9]+)?\u00a0kr");
  int totals = 0;
  for (const golden::GoldenCase& golden : GoldenCases()) {
    const Explanation explanation = Explained(golden.input);
    const std::string total = ViewForApplicant(explanation).total;
    if (total.empty()) continue;
    std::vector<Money> figures;
    for (std::sregex_iterator at(total.begin(), total.end(), figure), end; at != end; ++at)
      figures.push_back(AmountIn(at->str()));
    ++totals;
    const bool enough = total.find("räcker") != std::string::npos;
    const bool rounded = total.find("Beloppet blir") != std::string::npos;
    const std::size_t results = enough ? 0 : rounded ? 2 : 1;
    ASSERT_GE(figures.size(), 2 + results) << golden.path << " " << total;
    const std::size_t means = figures.size() - results;
    Money missing = figures.front();
    for (std::size_t i = 1; i < means; ++i) missing -= figures[i];
    if (enough) {
      EXPECT_LE(missing, Money()) << golden.path << " " << total;
      EXPECT_EQ(explanation.grant, Money()) << golden.path << " " << total;
    } else {
      EXPECT_EQ(missing, figures[means]) << golden.path << " " << total;
      EXPECT_LT(Abs(missing - explanation.grant), Kr(1)) << golden.path << " " << total;
    }
  }
  EXPECT_GT(totals, 20);
}

// A statement that is not true is never suggested: no "if you had answered no".
TEST(ApplicantTextTest, NeverSuggestsAnotherStatement) {
  for (const golden::GoldenCase& golden : GoldenCases()) {
    for (const Counterfactual& one : Explained(golden.input).counterfactuals) {
      if (one.size) continue;
      EXPECT_EQ(one.applicant, "") << golden.path << " " << one.path;
    }
  }
}

TEST(ApplicantTextTest, OfAProtectedPersonTellsNothingOfTheRegisters) {
  CaseInput input = StableBenefitCase();
  input.application.persons[0].protected_identity = Answer::kYes;
  const std::string text = ApplicantText(Explained(input));
  EXPECT_EQ(text.find("hämtat"), std::string::npos) << text;
}

}  // namespace
}  // namespace dm::explain
