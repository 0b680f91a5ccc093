// A calculation's steps: what they come to, what they say, and what they refuse to guess.
#include <string>

#include <gtest/gtest.h>

#include "worker/policy/engine/told_steps.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

constexpr char kHead[] = R"(kind: calculation
id: calc
title: prov
valid_from: 2025-01-01
source: law
facts:
  home.size: {unit: count, title: antal}
  home.limit: {unit: kr, title: gräns}
  home.share: {unit: percent, title: andel}
  home.flag: {unit: bool, title: ja eller nej}
  home.day: {unit: date, title: dag}
  home.colour: {unit: code, domain: colour, title: färg}
collections:
  items:
    max: 5
    facts:
      item.amount: {unit: kr, title: belopp}
      item.kind: {unit: code, domain: colour, open: true, title: slag}
steps:
)";

class CalculationTest : public ::testing::Test {
 public:
  // Each step is `{set…}` of a step "S1", "S2" …
  CalculationTest& Steps(const std::vector<std::string>& steps) {
    std::string text = kHead;
    int number = 0;
    for (const std::string& step : steps)
      text += "  - {id: S" + std::to_string(++number) + ", title: prov, " + step + "}\n";
    tree_.Set("calc/calc.yaml", text);
    return *this;
  }

  StatusOr<Calculated> Run(const char* on = "2026-02-01") {
    const PolicyLoad load = tree_.Load();
    EXPECT_TRUE(load.errors.empty()) << TextOf(load.errors);
    if (load.set == nullptr) return NotFound("no set");
    return load.set->Calculate("calc", facts_, Day(on));
  }

  // The value of S1's result out.x.
  CalculatedStep Out(const std::string& formula) {
    Steps({"set: out.x, expr: \"" + formula + "\""});
    const StatusOr<Calculated> calculated = Run();
    EXPECT_TRUE(calculated.ok());
    if (!calculated.ok()) return {};
    EXPECT_EQ(calculated->steps.size(), 1U);
    return calculated->steps.front();
  }

  std::int64_t Number(const std::string& formula) {
    const CalculatedStep step = Out(formula);
    EXPECT_EQ(step.state, CalcState::kValue) << formula << ": " << step.why;
    if (!step.value.has_value()) return -1;
    if (const bool* flag = std::get_if<bool>(&*step.value)) return *flag ? 1 : 0;
    return std::get<std::int64_t>(*step.value);
  }

  CalculationTest& Item(std::int64_t amount) {
    Facts item;
    item.Set("item.amount", amount);
    item.Set("item.kind", "red");
    facts_.collections["items"].push_back(item);
    return *this;
  }

  PolicyTree tree_;
  CalcFacts facts_;
};

TEST_F(CalculationTest, WorksOutFormulas) {
  facts_.facts.Set("home.size", 4);
  facts_.facts.Set("home.limit", Money::FromKronor(10));
  facts_.facts.Set("home.flag", true);
  EXPECT_EQ(Number("home.size + 2 * 3 - 1"), 9);
  EXPECT_EQ(Number("(home.size + 2) * 3"), 18);
  EXPECT_EQ(Number("home.limit * 3 - kr(0.50)"), 2950);
  EXPECT_EQ(Number("-home.size + abs(-7)"), 3);
  EXPECT_EQ(Number("min(home.size, 3) + max(home.size, 9) + clamp(home.size, 5, 6)"), 17);
  EXPECT_EQ(Number("if home.size >= 4 and home.flag then 1 else 2"), 1);
  EXPECT_EQ(Number("not home.flag or home.size != 4"), 0);
  EXPECT_EQ(Number("home.size in [1, 3..5]"), 1);
  EXPECT_EQ(Number("home.size in [1..3, 9]"), 0);
  EXPECT_EQ(Number("years_between(date(2004-02-29), date(2026-02-28))"), 21);
  EXPECT_EQ(Number("days_between(date(2026-02-27), date(2026-03-01))"), 2);
}

TEST_F(CalculationTest, RoundsAsItIsTold) {
  facts_.facts.Set("home.size", 7);
  EXPECT_EQ(Number("mul_div(kr(28.10), 1, home.size, down)"), 401);
  EXPECT_EQ(Number("mul_div(kr(28.10), 1, home.size, up)"), 402);
  EXPECT_EQ(Number("mul_div(kr(28.10), 1, home.size, half_up)"), 401);
  EXPECT_EQ(Number("mul_div(kr(2810), 1, home.size, half_up_kr)"), 40100);
  EXPECT_EQ(Number("mul_div(kr(0.05), 1, 2, half_up)"), 3);
  EXPECT_EQ(Number("mul_div(kr(-0.05), 1, 2, half_up)"), -2);
  EXPECT_EQ(Number("mul_div(kr(-0.05), 1, 2, down)"), -3);
  EXPECT_EQ(Number("mul_div(kr(-0.05), 1, 2, up)"), -2);
  EXPECT_EQ(Number("mul_div(kr(10), 75, 100, exact)"), 750);
}

TEST_F(CalculationTest, KeepsTheShareBeforeItWasRounded) {
  facts_.facts.Set("home.size", 7);
  const CalculatedStep step = Out("mul_div(kr(2810), 2, home.size, half_up_kr)");
  ASSERT_TRUE(step.exact.has_value());
  EXPECT_EQ(*step.exact, *Rational::Make(562000, 7));
}

TEST_F(CalculationTest, NeverWrapsAround) {
  facts_.facts.Set("home.size", std::int64_t{9'000'000'000'000'000'000});
  for (const char* formula : {"home.size + home.size",
                              "home.size * home.size",
                              "-home.size - home.size",
                              "mul_div(home.size, home.size, 1, down)"}) {
    const CalculatedStep step = Out(formula);
    EXPECT_EQ(step.state, CalcState::kUndetermined) << formula;
    EXPECT_EQ(step.why, "a number is out of range") << formula;
    EXPECT_FALSE(step.value.has_value()) << formula;
  }
}

TEST_F(CalculationTest, RefusesADivisionByNothingAndARestOfExact) {
  facts_.facts.Set("home.size", 0);
  EXPECT_EQ(Out("mul_div(kr(1), 1, home.size, down)").why, "a share divides by nothing");
  EXPECT_EQ(Out("mul_div(kr(0.01), 1, 2, exact)").state, CalcState::kUndetermined);
}

TEST_F(CalculationTest, RefusesAResultOutsideItsBound) {
  facts_.facts.Set("home.size", 3);
  Steps({"set: out.x, expr: \"2 - home.size\", bound: 0.."});
  const StatusOr<Calculated> calculated = Run();
  ASSERT_TRUE(calculated.ok());
  EXPECT_EQ(calculated->steps[0].state, CalcState::kUndetermined);
  EXPECT_EQ(calculated->steps[0].why, "the result is outside its bound");
}

TEST_F(CalculationTest, NamesTheFactThatItLacks) {
  facts_.facts.Set("home.size", 3);
  Steps({"set: out.x, expr: \"home.limit * home.size\"", "set: out.y, expr: \"out.x + kr(1)\""});
  const StatusOr<Calculated> calculated = Run();
  ASSERT_TRUE(calculated.ok());
  EXPECT_EQ(calculated->steps[0].unknown, std::vector<std::string>{"home.limit"});
  EXPECT_EQ(calculated->steps[1].state, CalcState::kUndetermined);
  EXPECT_EQ(calculated->steps[1].unknown, std::vector<std::string>{"home.limit"});
  EXPECT_EQ(calculated->unknown, std::vector<std::string>{"home.limit"});
}

TEST_F(CalculationTest, PassesOverAnUnknownThatCannotMatter) {
  facts_.facts.Set("home.flag", false);
  EXPECT_EQ(Number("home.flag and home.size > 2"), 0);
  EXPECT_EQ(Number("not home.flag or home.size > 2"), 1);
  EXPECT_EQ(Number("if home.flag then home.size else 5"), 5);
  EXPECT_EQ(Number("if home.size > 2 then 5 else 5"), 5);
  EXPECT_EQ(Number("is_known(home.size)"), 0);
  const CalculatedStep step = Out("if home.flag then home.size else 5");
  ASSERT_EQ(step.inputs.size(), 1U);
  EXPECT_EQ(step.inputs[0].name, "home.flag");
}

TEST_F(CalculationTest, SumsOverItems) {
  Item(100).Item(250).Item(50);
  EXPECT_EQ(Number("sum(items, item.amount)"), 400);
  EXPECT_EQ(Number("count(items)"), 3);
  EXPECT_EQ(Number("count(items, item.amount >= kr(1))"), 2);
  EXPECT_EQ(Number("if any(items, item.amount > kr(2)) then 1 else 0"), 1);
  EXPECT_EQ(Number("if all(items, item.amount > kr(2)) then 1 else 0"), 0);
  EXPECT_EQ(Number("min(items, item.amount)"), 50);
  EXPECT_EQ(Number("max(items, item.amount)"), 250);
}

TEST_F(CalculationTest, OneItemSettlesAnyAndAll) {
  Item(100);
  facts_.collections["items"].emplace_back();  // nothing of it is known
  EXPECT_EQ(Number("any(items, item.amount = kr(1))"), 1);
  EXPECT_EQ(Number("all(items, item.amount = kr(2))"), 0);
  const CalculatedStep sum = Out("sum(items, item.amount)");
  EXPECT_EQ(sum.state, CalcState::kUndetermined);
  EXPECT_EQ(sum.unknown, std::vector<std::string>{"items[1].amount"});
}

TEST_F(CalculationTest, AStepThatDoesNotApplyIsNoZero) {
  Item(100).Item(250);
  Steps({"set: item.part, for_each: items, when: \"item.amount > kr(2)\", expr: item.amount",
         "set: out.sum, expr: \"sum(items, item.part)\"",
         "set: out.none, when: \"out.sum < kr(0)\", expr: out.sum",
         "set: out.applies, expr: \"applies(out.none)\"",
         "set: out.after, expr: \"out.none + kr(1)\""});
  const StatusOr<Calculated> calculated = Run();
  ASSERT_TRUE(calculated.ok());
  EXPECT_EQ(calculated->Find("item.part", 0)->state, CalcState::kNotApplicable);
  EXPECT_EQ(calculated->Find("item.part", 1)->value, FactValue(std::int64_t{250}));
  EXPECT_EQ(calculated->Find("out.sum")->value, FactValue(std::int64_t{250}));
  EXPECT_EQ(calculated->Find("out.none")->state, CalcState::kNotApplicable);
  EXPECT_EQ(calculated->Find("out.applies")->value, FactValue(false));
  EXPECT_EQ(calculated->Find("out.after")->state, CalcState::kNotApplicable);
}

TEST_F(CalculationTest, OneExceptionTakesThePlaceOfTheRuleAndTwoAreAFault) {
  const std::string except =
      "set: out.x, expr: \"1\", except: ["
      "{id: E1, when: \"home.size > 1\", expr: \"2\", source: law}, "
      "{id: E2, when: \"home.size > 2\", expr: \"3\", source: law}]";
  Steps({except});
  facts_.facts.Set("home.size", 1);
  EXPECT_EQ(Run()->steps[0].value, FactValue(std::int64_t{1}));
  facts_.facts.Set("home.size", 2);
  EXPECT_EQ(Run()->steps[0].value, FactValue(std::int64_t{2}));
  EXPECT_EQ(Run()->steps[0].exception, "E1");
  facts_.facts.Set("home.size", 3);
  EXPECT_EQ(Run()->steps[0].state, CalcState::kUndetermined);
  EXPECT_EQ(Run()->steps[0].why, "two exceptions hold at once");
  facts_.facts.SetUnknown("home.size");
  EXPECT_EQ(Run()->steps[0].unknown, std::vector<std::string>{"home.size"});
}

TEST_F(CalculationTest, LooksRowsUpByTheDayAndSaysWhichAndWhyNot) {
  facts_.facts.Set("home.size", 3);
  Steps({"set: out.x, lookup: steps, with: {size: home.size}"});
  const StatusOr<Calculated> calculated = Run();
  ASSERT_TRUE(calculated.ok());
  const CalculatedStep& step = calculated->steps[0];
  EXPECT_EQ(step.value, FactValue(std::int64_t{2500}));
  ASSERT_TRUE(step.row.has_value());
  EXPECT_EQ(step.row->row, "S2");
  EXPECT_EQ(step.row->sources[0].citation, "den nya lagen");
  EXPECT_TRUE(step.row->approved);
  EXPECT_EQ(step.skipped, std::vector<std::string>{"S1:size"});
  facts_.facts.Set("home.size", 5);
  EXPECT_EQ(Run()->steps[0].value, FactValue(std::int64_t{3500}));
  EXPECT_EQ(Run()->steps[0].row->row, "SN");
  facts_.facts.Set("home.size", 0);
  EXPECT_EQ(Run()->steps[0].state, CalcState::kUndetermined);
  ASSERT_EQ(Run()->missing.size(), 1U);
  EXPECT_EQ(Run()->missing[0].parameter, "steps");
}

TEST_F(CalculationTest, StepsThatLeadOutsideTheBoundsGiveNoValue) {
  tree_
      .Edit("manifest.yaml",
            "{param: cap.required, unit: kr, required: true, bound: 100..900}",
            "{param: cap.required, kind: table, unit: kr, required: true, bound: 100..900, keys: "
            "{n: {unit: count}}}")
      .Set(PolicyTree::Own("parameters/cap.yaml"),
           "id: cap.required\ntitle: Tak\nkind: table\nunit: kr\nkeys: {n: {unit: count}}\n"
           "versions:\n  - valid_from: 2025-01-01\n    source: law\n    grade: P\n    rows:\n"
           "      - {id: C1, n: 1, value: 500}\n    beyond: {id: CN, above: 1, add_per_step: "
           "300}\n");
  Steps({"set: out.x, lookup: cap.required, with: {n: home.size}"});
  facts_.facts.Set("home.size", 2);
  EXPECT_EQ(Run()->steps[0].value, FactValue(std::int64_t{80'000}));
  facts_.facts.Set("home.size", 3);
  EXPECT_EQ(Run()->steps[0].state, CalcState::kUndetermined);
  EXPECT_FALSE(Run()->steps[0].value.has_value());
}

TEST_F(CalculationTest, ReadsParametersOfTheDay) {
  Steps({"set: out.x, expr: \"param(number) * 2\""});
  EXPECT_EQ(Run("2025-12-31")->steps[0].value, FactValue(std::int64_t{20000}));
  EXPECT_EQ(Run("2026-01-01")->steps[0].value, FactValue(std::int64_t{40100}));
  ASSERT_EQ(Run()->steps[0].parameters.size(), 1U);
  EXPECT_EQ(Run()->steps[0].parameters[0].row, "number@2026-01-01");
  facts_.instead["number"] = FactValue(std::int64_t{700});
  EXPECT_EQ(Run()->steps[0].value, FactValue(std::int64_t{1400}));
  facts_.instead["number"] = std::nullopt;
  EXPECT_EQ(Run()->steps[0].state, CalcState::kUndetermined);
}

// The law's text may change when no amount does.
TEST_F(CalculationTest, ToldBeforeALawChangedIsToldAnewAfter) {
  Steps({"set: out.x, lookup: steps, with: {size: home.size}",
         "set: out.y, expr: \"param(number) + param(number)\""});
  facts_.facts.Set("home.size", std::int64_t{1});
  const PolicyLoad load = tree_.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  ToldSteps told;
  const auto citations = [&](const char* on, ToldSteps* kept) {
    facts_.told = kept;
    const StatusOr<Calculated> calculated = load.set->Calculate("calc", facts_, Day(on));
    EXPECT_TRUE(calculated.ok()) << calculated.status();
    std::string text;
    if (!calculated.ok()) return text;
    const auto add = [&](const std::vector<SourceRef>& sources) {
      for (const SourceRef& source : sources) text += source.citation + "; ";
    };
    for (const CalculatedStep& step : calculated->steps) {
      add(step.sources);
      if (step.row.has_value()) add(step.row->sources);
      for (const ParameterValue& value : step.parameters) add(value.sources);
    }
    return text;
  };
  EXPECT_NE(citations("2025-06-30", &told).find("den gamla lagen"), std::string::npos);
  const std::string after = citations("2025-07-01", &told);
  EXPECT_EQ(after, citations("2025-07-01", nullptr));
  EXPECT_EQ(after.find("den gamla lagen"), std::string::npos) << after;
}

TEST_F(CalculationTest, AsksDecisionTables) {
  tree_.Set("tables/t.yaml",
            TableWith("  - {id: R1, n: 1, out: red}\n  - {id: R2, n: 2.., c: [red, blue], out: "
                      "green}\n"));
  facts_.facts.Set("home.size", 2);
  facts_.facts.Set("home.colour", "blue");
  Steps({"set: hit, decide: t, with: {n: home.size, c: home.colour}",
         "set: out.green, expr: \"hit.out = 'green'\""});
  const StatusOr<Calculated> calculated = Run();
  ASSERT_TRUE(calculated.ok());
  EXPECT_EQ(calculated->Find("hit.out")->value, FactValue(std::string("green")));
  EXPECT_EQ(calculated->Find("hit.out")->hit->row, "R2");
  EXPECT_EQ(calculated->Find("hit.out")->skipped, std::vector<std::string>{"R1:n"});
  EXPECT_EQ(calculated->Find("out.green")->value, FactValue(true));
}

TEST_F(CalculationTest, WorksInAnOrderInWhichEachStepFindsWhatItNeeds) {
  facts_.facts.Set("home.size", 2);
  Steps({"set: out.last, expr: \"out.middle + 1\"",
         "set: out.middle, expr: \"out.first + 1\"",
         "set: out.first, expr: \"home.size\""});
  EXPECT_EQ(Run()->Find("out.last")->value, FactValue(std::int64_t{4}));
}

TEST_F(CalculationTest, RefusesFactsThatItDoesNotHave) {
  Steps({"set: out.x, expr: \"home.size\""});
  facts_.facts.Set("home.colour", "red");
  EXPECT_TRUE(Run().ok());
  facts_.facts.Set("home.typo", 1);
  EXPECT_EQ(Run().status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(MessageOf(Run().status()), "the calculation calc has no fact home.typo");
  facts_ = {};
  facts_.facts.Set("home.size", true);
  EXPECT_EQ(MessageOf(Run().status()), "the calculation calc takes home.size as a whole number");
  facts_ = {};
  for (int i = 0; i < 6; ++i) Item(1);
  EXPECT_EQ(MessageOf(Run().status()), "the calculation calc takes at most 5 items");
}

TEST_F(CalculationTest, AWordFromElsewhereIsNoneOfTheKnownOnes) {
  Facts item;
  item.Set("item.kind", "violet");
  facts_.collections["items"] = {item};
  EXPECT_EQ(Number("count(items, item.kind = 'red')"), 0);
  EXPECT_EQ(Number("count(items, not (item.kind in ['red', 'blue']))"), 1);
  EXPECT_EQ(Number("count(items, is_known(item.kind))"), 1);
}

}  // namespace
}  // namespace dm::policy
