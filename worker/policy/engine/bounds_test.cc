// Where a calculation begins to tell a fact's values apart.
#include <algorithm>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

constexpr char kHead[] = R"(kind: calculation
id: calc
title: prov
valid_from: 2025-01-01
source: law
facts:
  home.size: {unit: count, title: antal}
  home.limit: {unit: kr, title: gräns}
collections:
  items:
    max: 5
    facts:
      item.size: {unit: count, title: antal}
steps:
)";

// The bounds of `fact` in a calculation of one step.
std::optional<std::vector<std::int64_t>> Bounds(const std::string& step, const char* fact) {
  PolicyTree tree;
  tree.Set("calc/calc.yaml", kHead + ("  - {id: S1, title: prov, " + step + "}\n"));
  const PolicyLoad load = tree.Load();
  EXPECT_TRUE(load.errors.empty()) << TextOf(load.errors);
  if (load.set == nullptr) return std::nullopt;
  return load.set->BoundsOf("calc", fact, Day("2026-02-01"));
}

TEST(BoundsTest, AreTheConstantsThatAFactIsComparedWith) {
  EXPECT_THAT(Bounds("set: out.x, expr: \"home.size <= 6\"", "home.size"),
              Optional(ElementsAre(6, 7)));
  EXPECT_THAT(Bounds("set: out.x, expr: \"18 > home.size\"", "home.size"),
              Optional(ElementsAre(18, 19)));
  EXPECT_THAT(Bounds("set: out.x, expr: \"home.size = 2 or home.size in [4..5]\"", "home.size"),
              Optional(ElementsAre(2, 3, 4, 6)));
  EXPECT_THAT(Bounds("set: out.x, expr: \"count(items, item.size > 3)\"", "item.size"),
              Optional(ElementsAre(3, 4)));
  EXPECT_THAT(Bounds("set: out.x, expr: \"home.size > 1\"", "item.size"), Optional(ElementsAre()));
}

TEST(BoundsTest, ThereAreNoneWhereTheValueItselfIsUsed) {
  for (const char* step : {"set: out.x, expr: \"home.size + 1\"",
                           "set: out.x, expr: \"home.size + 1 > 3\"",
                           "set: out.x, expr: \"home.size > count(items)\"",
                           "set: out.x, expr: \"min(home.size, 3)\"",
                           "set: out.x, expr: \"if home.size > 1 then home.size else 0\"",
                           "set: out.x, expr: \"count(items, item.size > home.size)\""}) {
    EXPECT_EQ(Bounds(step, "home.size"), std::nullopt) << step;
  }
  EXPECT_EQ(Bounds("set: out.x, expr: \"home.size > 1\"", "home.unheard_of"), std::nullopt);
  EXPECT_EQ(Bounds("set: out.x, expr: \"home.size > 1\"", "out.x"), std::nullopt);
}

// What every step of the norm comes to for a child of that age.
std::vector<std::string> NormOf(const PolicySet& set, int age, bool lunch, Date on) {
  CalcFacts facts;
  facts.facts.Set("household.n_total", 2);
  facts.facts.Set("household.day_base", 30);
  for (const bool child : {false, true}) {
    Facts item;
    item.Set("member.role", child ? "child" : "adult_single");
    item.Set("member.applicant", !child);
    item.Set("member.age", child ? age : 40);
    item.Set("member.free_lunch", lunch);
    item.Set("member.days", child ? 12 : 30);
    item.Set("member.norm_factor", 1000);
    item.Set("member.norm_added", 0);
    item.Set("member.part_rank", child ? 1 : 0);
    if (child) item.Set("member.child_rank", 1);
    facts.collections["members"].push_back(item);
  }
  const StatusOr<Calculated> calculated = set.Calculate("norm", facts, on);
  EXPECT_TRUE(calculated.ok());
  std::vector<std::string> steps;
  if (!calculated.ok()) return steps;
  for (const CalculatedStep& step : calculated->steps) {
    std::string told =
        step.set + " " + step.exception + " " + std::to_string(static_cast<int>(step.state));
    if (step.value.has_value() && std::holds_alternative<std::int64_t>(*step.value))
      told += " " + std::to_string(std::get<std::int64_t>(*step.value));
    if (step.value == FactValue(true)) told += " yes";
    if (step.row.has_value()) told += " " + step.row->row;
    for (const ParameterValue& value : step.parameters) told += " " + value.row;
    steps.push_back(told);
  }
  return steps;
}

TEST(BoundsTest, TheShippedNormComesToTheSameBetweenTwoOfThem) {
  const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
  ASSERT_NE(load.set, nullptr);
  for (const char* day : {"2025-03-01", "2026-12-01"}) {
    const auto bounds = load.set->BoundsOf("norm", "member.age", Day(day));
    ASSERT_TRUE(bounds.has_value());
    EXPECT_LT(bounds->size(), 20U);
    for (int age = 0; age <= 25; ++age) {
      const auto above = std::upper_bound(bounds->begin(), bounds->end(), age);
      const auto first = above == bounds->begin() ? 0 : std::max<std::int64_t>(0, *(above - 1));
      for (const bool lunch : {false, true}) {
        EXPECT_EQ(NormOf(*load.set, age, lunch, Day(day)),
                  NormOf(*load.set, static_cast<int>(first), lunch, Day(day)))
            << age;
      }
    }
  }
  EXPECT_EQ(load.set->BoundsOf("norm", "member.days", Day("2026-12-01")), std::nullopt);
}

}  // namespace
}  // namespace dm::policy
