#include "worker/explain/counterfactual.h"

#include <algorithm>
#include <optional>

#include "tests/explain/explained_case.h"
#include "tests/golden/case_builder.h"

namespace dm::explain {
namespace {

using golden::Kr;
using golden::StableBenefitCase;

std::vector<FoundChange> Search(const CaseInput& input) {
  const auto policy = golden::ShippedPolicies();
  return SearchCounterfactuals(input, Assess(input, *policy), *policy);
}

std::optional<Counterfactual> First(const CaseInput& input, const std::string& target) {
  for (const FoundChange& found : Search(input)) {
    if (found.counterfactual.target == target) return found.counterfactual;
  }
  return std::nullopt;
}

std::optional<Counterfactual> At(const CaseInput& input,
                                 const std::string& target,
                                 const std::string& path) {
  const auto policy = golden::ShippedPolicies();
  for (const FoundChange& found : Search(input)) {
    if (found.counterfactual.target == target && found.counterfactual.path == path)
      return found.counterfactual;
  }
  return std::nullopt;
}

// Rows of costs are sorted by type: the rent is the first.
constexpr char kRent[] = "grant/need/costs/0";

TEST(CounterfactualTest, ProofForTheWholeRentWouldHaveCounted) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0].proven = Kr(6150);
  const auto found = First(input, kRent);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->path, "application.costs[0].proven");
  EXPECT_EQ(*found->size, Kr(350));
  EXPECT_EQ(found->to, Kr(6500).ToSwedish());
  EXPECT_EQ(found->outcome, Outcome::kBifall);
  EXPECT_EQ(found->grant, Kr(3040));
}

TEST(CounterfactualTest, AMissingProofIsFoundAsTheAmountAskedFor) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0].proven.reset();
  const auto found = First(input, kRent);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->path, "application.costs[0].proven");
  EXPECT_EQ(found->from, "saknas");
  EXPECT_EQ(found->to, Kr(6500).ToSwedish());
  // The outcome waited for the same proof, and nobody asks for proof of one öre.
  const auto outcome = At(input, "grant", "application.costs[0].proven");
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->to, Kr(6500).ToSwedish());
}

TEST(CounterfactualTest, ARentAboveTheLevelIsGrantedAtTheLevelOrWithTimeFromACaseworker) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0] = golden::ProvenCost(CostType::kBoende, Kr(8012));
  const auto lower = At(input, kRent, "application.costs[0].applied");
  ASSERT_TRUE(lower.has_value());
  EXPECT_EQ(lower->to, Kr(7600).ToSwedish());
  EXPECT_EQ(*lower->size, Kr(412));
  // The level is no ceiling: above it a person weighs what is reasonable.
  EXPECT_EQ(lower->applicant,
            "Högst " + Kr(7600).ToSwedish() + " för boende kan godkännas utan särskild prövning.");
  EXPECT_NE(lower->text.find("samma belopp"), std::string::npos);
  const auto grace = At(input, kRent, "frame.housing.cap_grace_until");
  ASSERT_TRUE(grace.has_value());
  EXPECT_FALSE(grace->size.has_value());
  EXPECT_EQ(grace->outcome, Outcome::kBifall);
}

// The rent is granted as far as it was proven, which says nothing of the level of 7 600.
TEST(CounterfactualTest, WhatTheProofCutIsNotCalledALevel) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0] = golden::ProvenCost(CostType::kBoende, Kr(8000));
  input.application.costs[0].proven = Kr(7000);
  const auto lower = At(input, kRent, "application.costs[0].applied");
  ASSERT_TRUE(lower.has_value());
  EXPECT_EQ(lower->to, Kr(7000).ToSwedish());
  EXPECT_EQ(lower->applicant, "");
}

TEST(CounterfactualTest, ALevelIsToldOnlyWhereALevelCut) {
  for (const golden::GoldenCase& golden : GoldenCases()) {
    const Assessment assessment = Assess(golden.input, *golden::ShippedPolicies());
    const bool above =
        std::any_of(assessment.rows.begin(), assessment.rows.end(), [](const CalculationRow& row) {
          return row.reason == "COST.ABOVE_CAP";
        });
    for (const Counterfactual& one : Explained(golden.input).counterfactuals) {
      EXPECT_TRUE(above || !one.applicant.starts_with("Högst")) << golden.path;
    }
  }
}

// Need 12 140: an income of 12 551 leaves a surplus of 411, and one krona less than that again is
// the smallest grant.
TEST(CounterfactualTest, AnIncomeOneKronaBelowTheNeedWouldHaveGivenAid) {
  CaseInput input = StableBenefitCase();
  golden::AnswerOf(&input, Source::kFk).payments[1].net = Kr(12'551);
  const auto found = First(input, "grant");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->path, "evidence.p1.FK.payments[1].net");
  EXPECT_EQ(*found->size, Kr(412));
  EXPECT_EQ(found->grant, Kr(1));
}

TEST(CounterfactualTest, ASilentRegisterIsWhatWasMissing) {
  CaseInput input = StableBenefitCase();
  golden::AnswerOf(&input, Source::kSo).state = AnswerState::kTimeout;
  const auto found = First(input, "grant");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->path, "evidence.p1.SO");
  EXPECT_EQ(found->outcome, Outcome::kBifall);
}

TEST(CounterfactualTest, ACertificateForTheWholeMonthWouldHavePassedTheCheck) {
  CaseInput input = StableBenefitCase();
  ASSERT_FALSE(input.application.plans.empty());
  PlanStatus& plan = input.application.plans[0];
  plan.sick = Answer::kYes;
  plan.certificate_valid = {.from = golden::Day("2026-12-01"), .to = golden::Day("2026-12-20")};
  bool found = false;
  for (const FoundChange& change : Search(input)) {
    found = found || change.counterfactual.path == "application.plans[0].certificate_valid";
  }
  EXPECT_TRUE(found);
}

TEST(CounterfactualTest, ABifallWithEveryCheckPassedHasNone) {
  EXPECT_TRUE(Search(StableBenefitCase()).empty());
}

bool Reached(const Counterfactual& counterfactual,
             const Assessment& before,
             const Assessment& after) {
  if (counterfactual.target == "grant") return after.outcome != before.outcome;
  if (counterfactual.target.starts_with("gate/")) {
    const std::string gate = counterfactual.target.substr(5);
    return std::any_of(after.gates.begin(), after.gates.end(), [&gate](const GateResult& one) {
      return one.gate == gate && one.verdict == Verdict::kPass;
    });
  }
  // A row: fewer rows are short of what was asked for.
  const auto shorts = [](const Assessment& a) {
    return std::count_if(a.rows.begin(), a.rows.end(), [](const CalculationRow& row) {
      return row.applied && row.amount < *row.applied;
    });
  };
  return shorts(after) < shorts(before);
}

TEST(CounterfactualTest, OfEveryGoldenCaseHoldsWhenTheChangeIsMade) {
  const auto policy = golden::ShippedPolicies();
  int tried = 0;
  for (const golden::GoldenCase& golden : GoldenCases()) {
    const Assessment before = Assess(golden.input, *policy);
    for (const FoundChange& found : SearchCounterfactuals(golden.input, before, *policy)) {
      const Assessment after = Assess(found.changed, *policy);
      EXPECT_TRUE(Reached(found.counterfactual, before, after))
          << golden.path << ": " << found.counterfactual.text;
      EXPECT_EQ(after.grant, found.counterfactual.grant) << golden.path;
      EXPECT_EQ(after.outcome, found.counterfactual.outcome) << golden.path;
      ++tried;
    }
  }
  EXPECT_GT(tried, 20);
}

TEST(CounterfactualTest, TheSmallestComesFirst) {
  CaseInput input = StableBenefitCase();
  golden::AnswerOf(&input, Source::kFk).payments[1].net = Kr(12'551);
  golden::AddPayment(&input, Source::kFk, golden::Paid("BOB", Kr(900), "2026-11-18"));
  std::optional<Money> before;
  for (const FoundChange& found : Search(input)) {
    if (found.counterfactual.target != "grant" || !found.counterfactual.size) continue;
    if (before) {
      EXPECT_LE(*before, *found.counterfactual.size);
    }
    before = found.counterfactual.size;
  }
  EXPECT_TRUE(before.has_value());
}

}  // namespace
}  // namespace dm::explain
