#include <functional>
#include <map>
#include <set>

#include "tests/explain/explained_case.h"
#include "tests/golden/case_builder.h"
#include "worker/explain/html.h"
#include "worker/explain/json.h"
#include "worker/explain/text.h"

namespace dm::explain {
namespace {

using golden::Kr;
using golden::StableBenefitCase;

using Visit = std::function<void(const ExplanationNode&)>;

void ForEach(const ExplanationNode& node, const Visit& visit) {
  visit(node);
  for (const ExplanationNode& child : node.children) ForEach(child, visit);
}

void ForAll(const Explanation& e, const Visit& visit) {
  ForEach(e.result, visit);
  for (const auto* list :
       {&e.gates, &e.triggers, &e.steps, &e.typfall, &e.answers, &e.information, &e.checks}) {
    for (const ExplanationNode& node : *list) ForEach(node, visit);
  }
  if (e.previous) ForEach(*e.previous, visit);
}

const ExplanationNode* Find(const Explanation& e, const std::string& id) {
  const ExplanationNode* found = nullptr;
  ForAll(e, [&](const ExplanationNode& node) {
    if (node.id == id) found = &node;
  });
  return found;
}

// A sum is the sum of the sums and rows below it.
void ExpectSums(const ExplanationNode& node) {
  Money sum;
  bool parts = false;
  for (const ExplanationNode& child : node.children) {
    if (child.kind != NodeKind::kSum && child.kind != NodeKind::kRow) continue;
    parts = true;
    sum += child.amount.value_or(Money());
  }
  if (node.kind == NodeKind::kSum && node.amount && parts) {
    EXPECT_EQ(*node.amount, sum) << node.id;
  }
}

TEST(ExplainTest, ANamedCheckSaysWhatItComparedAndWhereItStands) {
  CaseInput input = StableBenefitCase();
  input.application.kind = ApplicationKind::kFirst;
  const Explanation e = Explained(input);
  ASSERT_EQ(e.checks.size(), 17U);
  const ExplanationNode* incomes = Find(e, "check/NC-06");
  ASSERT_NE(incomes, nullptr);
  EXPECT_EQ(incomes->value, "gjord, godkänd");
  EXPECT_EQ(incomes->verdict, Verdict::kPass);
  EXPECT_FALSE(incomes->why.empty());
  EXPECT_EQ(incomes->inputs.size(), 4U);  // FK, PM, a-kassorna, CSN
  EXPECT_FALSE(incomes->sources.empty());
  EXPECT_EQ(Find(e, "check/RC-01")->value, "gäller inte: hör till den andra sortens ansökan");
  EXPECT_TRUE(Find(e, "check/RC-01")->inputs.empty());
}

TEST(ExplainTest, TheMonthBeforeIsToldByRow) {
  const Explanation e = Explained(StableBenefitCase());
  ASSERT_TRUE(e.previous.has_value());
  Money sum;
  for (const ExplanationNode& row : e.previous->children) sum += *row.amount;
  EXPECT_EQ(sum, *e.previous->amount);
  EXPECT_EQ(e.previous->children.size(), 6U);
}

TEST(ExplainTest, EveryGoldenCaseAddsUpAtEveryLevelAndNamesItsRulesAndSources) {
  for (const golden::GoldenCase& golden : GoldenCases()) {
    SCOPED_TRACE(golden.path);
    const Explanation e = Explained(golden.input);
    std::set<std::string> ids;
    ForAll(e, [&](const ExplanationNode& node) {
      ExpectSums(node);
      EXPECT_FALSE(node.id.empty());
      EXPECT_TRUE(ids.insert(node.id).second) << node.id;
      EXPECT_FALSE(node.label.empty()) << node.id;
      if (node.kind != NodeKind::kRow) return;
      EXPECT_TRUE(node.amount.has_value()) << node.id;
      EXPECT_FALSE(node.rule.empty()) << node.id;
      EXPECT_FALSE(node.sources.empty()) << node.id;
      EXPECT_FALSE(node.inputs.empty()) << node.id;
      EXPECT_FALSE(node.why.empty()) << node.id;
      EXPECT_FALSE(node.children.empty()) << node.id;
    });
    EXPECT_EQ(e.gates.size(), golden::ShippedPolicies()->gates().size());
  }
}

TEST(ExplainTest, EveryInputIsResolvedToWhatItWas) {
  for (const golden::GoldenCase& golden : GoldenCases()) {
    SCOPED_TRACE(golden.path);
    ForAll(Explained(golden.input), [](const ExplanationNode& node) {
      for (const ResolvedInput& input : node.inputs)
        EXPECT_NE(input.label, input.path) << node.id << " does not know " << input.path;
    });
  }
}

TEST(ExplainTest, TheSameCaseGivesTheSameBytes) {
  const CaseInput input = StableBenefitCase();
  EXPECT_EQ(ToJson(Explained(input)), ToJson(Explained(input)));
  EXPECT_EQ(ToHtml(Explained(input)), ToHtml(Explained(input)));
  EXPECT_EQ(CaseworkerText(Explained(input)), CaseworkerText(Explained(input)));
}

TEST(ExplainTest, AnIncomeStandsOnTheRegistersAnswerBesideWhatWasDeclared) {
  const Explanation e = Explained(StableBenefitCase());
  const ExplanationNode* row = Find(e, "grant/incomes/0");
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(*row->amount, -Kr(9100));
  bool register_answer = false;
  bool declared = false;
  for (const ExplanationNode& ground : row->children) {
    register_answer = register_answer || ground.amount == Kr(9100);
    declared = declared || ground.label == "Uppgivet i ansökan";
  }
  EXPECT_TRUE(register_answer);
  EXPECT_TRUE(declared);
}

TEST(ExplainTest, ACostStandsOnWhatWasAskedShownAndTheLevel) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0] = golden::ProvenCost(CostType::kBoende, Kr(8000));
  const Explanation e = Explained(input);
  const ExplanationNode* row = nullptr;
  ForAll(e, [&](const ExplanationNode& node) {
    if (node.code == "cost.boende" && node.kind == NodeKind::kRow) row = &node;
  });
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(*row->applied, Kr(8000));
  EXPECT_EQ(*row->amount, Kr(7600));
  EXPECT_EQ(row->reason, "COST.ABOVE_CAP");
  std::map<std::string, Money> amounts;
  for (const ExplanationNode& ground : row->children) {
    if (ground.amount) amounts[ground.label] = *ground.amount;
  }
  EXPECT_EQ(amounts["Sökt"], Kr(8000));
  EXPECT_EQ(amounts["Styrkt"], Kr(8000));
  bool level = false;
  for (const auto& [label, amount] : amounts) level = level || amount == Kr(7600);
  EXPECT_TRUE(level);
}

TEST(ExplainTest, ATypfallShowsEachConditionWithTheFactsValue) {
  CaseInput input = StableBenefitCase();
  input.application.kind = ApplicationKind::kFirst;
  const Explanation e = Explained(input);
  const ExplanationNode* condition = Find(e, "typfall/TF-02/TF-02.c4");
  ASSERT_NE(condition, nullptr);
  EXPECT_EQ(condition->verdict, Verdict::kFail);
  EXPECT_EQ(condition->value, "first");
  EXPECT_EQ(Find(e, "typfall/TF-02/TF-02.c1")->verdict, Verdict::kPass);
}

TEST(ExplainTest, AConditionIsReadInWordsAndNotInTheCodesOfTheRules) {
  const Explanation e = Explained(StableBenefitCase());
  const ExplanationNode* condition = Find(e, "typfall/TF-11/TF-11.c8");
  ASSERT_NE(condition, nullptr);
  ASSERT_EQ(condition->inputs.size(), 1U);
  EXPECT_EQ(condition->inputs[0].label, "Den enda grupp som de övriga levnadskostnaderna hör till");
  EXPECT_EQ(condition->value, "inget");
}

TEST(ExplainTest, OnlyAStepWithAPartOfAnOreSaysWhatItWasBeforeRounding) {
  for (const ExplanationNode& step : Explained(StableBenefitCase()).steps) {
    EXPECT_EQ(step.why, "") << step.id;
  }
}

TEST(ExplainTest, TheNormsStepsStandInOrderWithRuleAndInputs) {
  const Explanation e = Explained(StableBenefitCase());
  ASSERT_FALSE(e.steps.empty());
  bool personal = false;
  for (const ExplanationNode& step : e.steps) {
    EXPECT_FALSE(step.rule.empty()) << step.id;
    personal = personal || (step.amount == Kr(3940) && step.rule == "riksnorm.personal/RP26-ENSAM");
  }
  EXPECT_TRUE(personal);
}

TEST(ExplainTest, AnUnknownFactIsShownAsUnknownAndTheSumsThatAreKnownStay) {
  CaseInput input = StableBenefitCase();
  golden::AnswerOf(&input, Source::kSo).state = AnswerState::kTimeout;
  const Explanation e = Explained(input);
  EXPECT_FALSE(e.computable);
  EXPECT_FALSE(e.result.amount.has_value());
  EXPECT_EQ(*Find(e, "grant/need/norm")->amount, Kr(5220));
  EXPECT_EQ(Find(e, "typfall/TF-02/TF-02.c14")->verdict, Verdict::kUnknown);
  EXPECT_FALSE(e.undetermined.empty());
  EXPECT_EQ(Find(e, "answer/p1/SO")->verdict, Verdict::kUnknown);
}

TEST(ExplainTest, RowsThatDoNotAddUpAreNotExplained) {
  const CaseInput input = StableBenefitCase();
  const auto policy = golden::ShippedPolicies();
  Assessment assessment = Assess(input, *policy);
  assessment.costs += Money::FromOre(1);
  EXPECT_EQ(Explain(input, assessment, *policy).status().code(), StatusCode::kInternal);
}

TEST(CaseworkerTextTest, TellsATablesRowInSwedish) {
  const std::string text = CaseworkerText(Explained(StableBenefitCase()));
  EXPECT_NE(text.find("Tabellens rad: Roll i hushållet ensam vuxen."), std::string::npos) << text;
  EXPECT_NE(text.find("Tabellens rad: Vuxna 1, Barn 0."), std::string::npos) << text;
}

TEST(CaseworkerTextTest, HasCodesBesideWords) {
  CaseInput input = StableBenefitCase();
  input.application.free_text = "Jag har en fråga.";
  const std::string text = CaseworkerText(Explained(input));
  for (const char* part : {"riksnorm.personal/RP26-ENSAM",
                           "12 kap. 7 §",
                           "G-12",
                           "TF-02",
                           "Försäkringskassan",
                           "application.costs[0]"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  // What the applicant wrote stays in the application.
  EXPECT_EQ(text.find("Jag har en fråga"), std::string::npos);
}

}  // namespace
}  // namespace dm::explain
