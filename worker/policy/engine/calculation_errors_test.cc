// A calculation that breaks a rule is refused when it is loaded, with its line and what to do.
#include <string>

#include <gtest/gtest.h>

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
  home.colour: {unit: code, domain: colour, title: färg}
  home.foreign: {unit: text, title: ord}
collections:
  items:
    max: 1000
    facts:
      item.amount: {unit: kr, title: belopp}
steps:
)";

// The steps begin on line 17; each is written as `{id, title, …}`.
void ExpectRefused(const std::string& steps, int line, const std::string& message) {
  PolicyTree tree;
  tree.Set("calc/calc.yaml", kHead + steps);
  ExpectError(tree, "calc/calc.yaml:" + std::to_string(line) + ":", message);
}

std::string Step(const std::string& rest) {
  return "  - {id: S1, title: prov, " + rest + "}\n";
}

std::string Formula(const std::string& formula) {
  return Step("set: out.x, expr: \"" + formula + "\"");
}

TEST(CalculationErrors, ACircleOfSteps) {
  ExpectRefused(
      "  - {id: S1, title: a, set: a.x, expr: b.x}\n  - {id: S2, title: b, set: b.x, expr: a.x}\n",
      17,
      "the steps S1, S2 need each other's results");
  ExpectRefused(Formula("out.x + 1"), 17, "the steps S1 need each other's results");
}

TEST(CalculationErrors, UnitsThatDoNotGoTogether) {
  ExpectRefused(Formula("home.limit + home.size"), 17, "adding or comparing a kr and a count");
  ExpectRefused(Formula("home.limit + 5"), 17, "adding or comparing a kr and a count");
  ExpectRefused(Formula("home.limit * home.limit"), 17, "kr times kr");
  ExpectRefused(Formula("home.limit > 5"), 17, "comparing a kr and a count");
  ExpectRefused(Formula("if home.size then 1 else 2"), 17, "if of a count");
  ExpectRefused(Formula("home.size and true"), 17, "and/or of a count");
  ExpectRefused(Formula("years_between(home.size, home.size)"), 17, "what is no date");
  ExpectRefused(Step("set: out.x, lookup: steps, with: {size: home.limit}"),
                17,
                "size of steps takes a count, not a kr");
}

TEST(CalculationErrors, WordsOutsideTheirDomain) {
  ExpectRefused(Formula("home.colour = 'violet'"), 17, "\"violet\" is not in the domain colour");
  ExpectRefused(Formula("home.colour in ['red', 'violet']"), 17, "not in the domain colour");
  ExpectRefused(Formula("home.colour < 'red'"), 17, "has no order");
  ExpectRefused(Formula("home.foreign = home.foreign"), 17, "two open words are compared");
  ExpectRefused(Formula("'red'"), 17, "its words are of no domain");
}

TEST(CalculationErrors, AnAmountThatIsRoundedTwice) {
  ExpectRefused(Step("set: out.x, expr: \"mul_div(home.limit, 1, 3, half_up)\"") +
                    "  - {id: S2, title: b, set: out.y, expr: \"mul_div(out.x, 1, 2, half_up)\"}\n",
                18,
                "rounded already is rounded again");
  PolicyTree tree;
  tree.Set(
      "calc/calc.yaml",
      kHead + Step("set: out.x, expr: \"mul_div(home.limit, 1, 3, half_up)\"") +
          "  - {id: S2, title: b, set: out.y, rounds_again: true, expr: \"mul_div(out.x, 1, 2, "
          "half_up)\"}\n");
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(CalculationErrors, AShareThatDoesNotSayHowItRounds) {
  ExpectRefused(Formula("mul_div(home.limit, 1, 3)"), 17, "\",\" is wanted");
  ExpectRefused(Formula("mul_div(home.limit, 1, 3, nearest)"), 17, "is wanted");
  ExpectRefused(Formula("mul_div(home.limit, 1, 0, down)"), 17, "divides by nothing");
  ExpectRefused(Formula("mul_div(home.size, 1, 3, half_up_kr)"), 17, "half_up_kr of what is no");
  ExpectRefused(Formula("mul_div(home.limit, 1, 3, param(number))"), 17, "no way to round");
}

TEST(CalculationErrors, WhatIsNoFormula) {
  for (const char* formula : {"home.size +",
                              "home.size / 2",
                              "home.size * 0.75",
                              "1e3",
                              "home.size % 2",
                              "(home.size",
                              "unheard(home.size)",
                              "home.size home.size",
                              "kr(1.234)",
                              "date(2026-02-30)",
                              "'open",
                              "min(home.size)",
                              "home.size in [home.size]"}) {
    PolicyTree tree;
    tree.Set("calc/calc.yaml", kHead + Formula(formula));
    const PolicyLoad load = tree.Load();
    EXPECT_EQ(load.set, nullptr) << formula;
    EXPECT_EQ(TextOf(load.errors).rfind("calc/calc.yaml:17:", 0), 0U) << formula << "\n"
                                                                      << TextOf(load.errors);
  }
}

TEST(CalculationErrors, FormulasTooDeepOrTooLong) {
  ExpectRefused(Formula(std::string(40, '(') + "1" + std::string(40, ')')), 17, "fewer levels");
  ExpectRefused(Formula("1" + std::string(2000, ' ')), 17, "1 to 2000 bytes");
}

TEST(CalculationErrors, NamesThatDoNotExistOrStandTwice) {
  ExpectRefused(Formula("home.sise"), 17, "\"home.sise\" is no fact and no step's result");
  ExpectRefused(Formula("item.amount"), 17, "item.amount belongs to each of items");
  ExpectRefused(Formula("sum(thing, 1)"), 17, "\"thing\" is no collection");
  ExpectRefused(Formula("sum(items, sum(items, item.amount))"), 17, "a sum within a sum");
  ExpectRefused(Formula("param(nothing)"), 17, "names no scalar parameter");
  ExpectRefused(Step("set: home.size, expr: \"1\""), 17, "\"home.size\" is set twice");
  ExpectRefused(Step("set: x, expr: \"1\""), 17, "has no point in its name");
  ExpectRefused(Step("set: out.x, for_each: thing, expr: \"1\""), 17, "is no collection");
  ExpectRefused(Formula("1") + Formula("1"), 18, "the step id \"S1\" stands twice");
  ExpectRefused(
      Step("set: out.x, lookup: nothing, with: {size: home.size}"), 17, "is no table parameter");
  ExpectRefused(Step("set: out.x, lookup: steps, with: {}"), 17, "with lacks size");
  ExpectRefused(Step("set: out.x, lookup: steps, with: {size: home.size, more: home.size}"),
                17,
                "no column of the table");
  ExpectRefused(Step("set: out, decide: nothing, with: {n: home.size}"), 17, "no decision table");
}

TEST(CalculationErrors, AStepWithNoneOrSeveralWays) {
  ExpectRefused(Step("set: out.x"), 17, "none or several of expr, lookup and decide");
  ExpectRefused(Step("set: out.x, expr: \"1\", lookup: steps, with: {size: home.size}"),
                17,
                "none or several");
  ExpectRefused(Step("set: out.x, expr: \"1\", colour: red"), 17, "unknown key");
  ExpectRefused(
      Step("set: out.x, lookup: steps, with: {size: home.size}, except: [{id: E, when: \"true\", "
           "expr: \"kr(1)\", source: law}]"),
      17,
      "looks a row up and has exceptions");
}

TEST(CalculationErrors, AnExceptionWithoutASourceOrOfAnotherUnit) {
  ExpectRefused(Step("set: out.x, expr: \"1\", except: [{id: E, when: \"true\", expr: \"2\"}]"),
                17,
                "source");
  ExpectRefused(
      Step("set: out.x, expr: \"1\", except: [{id: E, when: \"true\", expr: \"kr(2)\", source: "
           "law}]"),
      17,
      "takes a count, not a kr");
}

TEST(CalculationErrors, AStepWithoutASource) {
  PolicyTree tree;
  std::string text = kHead + Formula("1");
  tree.Set("calc/calc.yaml", text.replace(text.find("source: law\n"), 12, ""));
  ExpectError(tree, "calc/calc.yaml:16:", "source");
}

TEST(CalculationErrors, MoreWorkThanARunMayTake) {
  ExpectRefused(
      "  - {id: S1, title: a, set: item.x, for_each: items, expr: \"sum(items, "
      "item.amount) + item.amount\"}\n"
      "  - {id: S2, title: a, set: item.y, for_each: items, expr: \"max(items, "
      "item.amount + item.x) + item.amount\"}\n",
      1,
      "in one run, more than");
}

TEST(CalculationErrors, ACalculationThatDoesNotHoldEveryDay) {
  PolicyTree tree;
  std::string text = kHead + Formula("1");
  tree.Set("calc/calc.yaml", text.replace(text.find("2025-01-01"), 10, "2025-02-01"));
  ExpectError(tree, "calc/calc.yaml:1:", "calc does not hold on every day of the set");
}

TEST(CalculationErrors, APlannedParameterWithValuesAndAnUnplannedOneWithout) {
  PolicyTree tree;
  tree.Edit("parameters/steps.yaml", "kind: table\n", "kind: table\nplanned: true\n");
  ExpectError(tree, "parameters/steps.yaml:", "has versions and is planned");
  PolicyTree other;
  other.Set("parameters/none.yaml", "id: none\ntitle: prov\nunit: kr\nversions: []\n");
  ExpectError(other, "parameters/none.yaml:", "has no version");
}

TEST(CalculationErrors, APlannedTableMakesItsStepNotApply) {
  PolicyTree tree;
  tree.Set("parameters/later.yaml",
           "id: later\nkind: table\ntitle: prov\nunit: percent\nplanned: true\nkeys: {rank: {unit: "
           "count}}\nversions: []\n");
  tree.Set("calc/calc.yaml",
           kHead +
               Step("set: out.x, lookup: later, with: {rank: home.size}, where_in_force: true") +
               "  - {id: S2, title: b, set: out.y, expr: \"if applies(out.x) then out.x else "
               "100\"}\n");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  CalcFacts facts;
  facts.facts.Set("home.size", 4);
  const StatusOr<Calculated> calculated = load.set->Calculate("calc", facts, Day("2026-02-01"));
  ASSERT_TRUE(calculated.ok());
  EXPECT_EQ(calculated->Find("out.x")->state, CalcState::kNotApplicable);
  EXPECT_EQ(calculated->Find("out.y")->value, FactValue(std::int64_t{100}));
  EXPECT_TRUE(calculated->missing.empty());
}

}  // namespace
}  // namespace dm::policy
