#include <regex>

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
