// What only all rows, or several typfall, show together.
#include <string>

#include <gtest/gtest.h>

#include "worker/policy/analysis/region.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

Box One(std::int64_t low, std::int64_t high) {
  return {IntervalSet({{low, high}})};
}

std::string Total(const std::string& rows) {
  std::string text = TableWith(rows);
  return text.replace(text.find("hit:"), 0, "total: true\n");
}

std::string SecondTypfall(const std::string& rest) {
  return "code: TF-02\ntitle: Prov\nmax_mode: shadow\nvalid_from: 2025-01-01\nsource: law\n" + rest;
}

TEST(Region, FindsAValueThatNoBoxHolds) {
  EXPECT_FALSE(FindUncovered(One(0, 9), {One(0, 4), One(5, 9)}).found);
  const Uncovered gap = FindUncovered(One(0, 9), {One(0, 4), One(6, 9)});
  EXPECT_TRUE(gap.found);
  EXPECT_EQ(gap.example, std::vector<std::int64_t>{5});
  EXPECT_TRUE(FindUncovered(One(0, 9), {}).found);
}

TEST(Region, SeesThatBoxesCoverOnlyTogether) {
  const Box space = {IntervalSet({{0, 1}}), IntervalSet({{0, 1}})};
  const Box left = {IntervalSet({{0, 0}}), IntervalSet({{0, 1}})};
  const Box right_low = {IntervalSet({{1, 1}}), IntervalSet({{0, 0}})};
  const Box right_high = {IntervalSet({{1, 1}}), IntervalSet({{1, 1}})};
  EXPECT_FALSE(FindUncovered(space, {left, right_low, right_high}).found);
  const Uncovered gap = FindUncovered(space, {left, right_low});
  ASSERT_TRUE(gap.found);
  EXPECT_EQ(gap.example, (std::vector<std::int64_t>{1, 1}));
}

TEST(Analysis, RefusesATotalTableWithAGapAndNamesIt) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           Total("  - {id: R1, n: ..3, out: red}\n  - {id: R2, n: 5.., out: red}\n"));
  ExpectError(tree, "tables/t.yaml:1:", "t is not total: no row on 2025-01-01 for n: 4, c: red");
}

TEST(Analysis, NamesTheWordThatATotalTableForgets) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           Total("  - {id: R1, c: [red, green], out: red}\n  - {id: R2, n: ..0, c: blue, out: "
                 "red}\n"));
  ExpectError(tree, "tables/t.yaml:1:", "for n: 1, c: blue");
}

TEST(Analysis, TakesATotalTable) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           Total("  - {id: R1, n: ..3, out: red}\n  - {id: R2, n: 4.., c: [red, green], out: red}\n"
                 "  - {id: R3, n: 4.., c: blue, out: red}\n"));
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(Analysis, RefusesATotalTableThatStopsBeingOne) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           Total("  - {id: R1, n: ..3, out: red}\n"
                 "  - {id: R2, n: 4.., valid_to: 2025-12-31, out: red}\n"
                 "  - {id: R3, n: 5.., valid_from: 2026-01-01, out: red}\n"));
  ExpectError(tree, "tables/t.yaml:1:", "no row on 2026-01-01 for n: 4");
}

TEST(Analysis, RefusesTotalWithAnOtherwise) {
  PolicyTree tree;
  std::string text = Total("  - {id: R1, out: red}\n");
  text.replace(text.find("otherwise: none"), 15, "otherwise: {id: R9, out: red}");
  tree.Set("tables/t.yaml", text);
  ExpectError(tree, "tables/t.yaml:", "says total and has an otherwise row");
}

TEST(Analysis, RefusesARowThatSeveralRowsTogetherHide) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: ..4, out: red}\n  - {id: R2, n: 5.., out: red}\n"
                     "  - {id: R3, n: 3..6, c: red, out: blue}\n",
                     "first"));
  ExpectError(tree, "tables/t.yaml:15:", "the row R3 is never reached, the rows above take all");
}

TEST(Analysis, RefusesTwoTypfallThatDemandTheSame) {
  PolicyTree tree;
  tree.Set("typfall/TF-02/typfall.yaml",
           SecondTypfall("criteria:\n  - {id: TF-02.c1, fact: f.flag, cell: true, text: ja}\n"
                         "  - {id: TF-02.c2, fact: f.count, cell: 1..1, text: ett}\n"
                         "  - {id: TF-02.c3, fact: result.outcome, cell: bifall, text: bifall}\n"
                         "evidence: []\n"));
  ExpectError(tree, "typfall/TF-02/typfall.yaml:", "TF-01 and TF-02 demand the same");
}

TEST(Analysis, RefusesATypfallWhoseCriteriaExcludeEachOther) {
  PolicyTree tree;
  tree.Set("typfall/TF-02/typfall.yaml",
           SecondTypfall("criteria:\n  - {id: TF-02.c1, fact: f.count, cell: 1..3, text: a}\n"
                         "  - {id: TF-02.c2, fact: f.count, cell: 4.., text: b}\n"
                         "evidence: []\n"));
  ExpectError(tree, "typfall/TF-02/typfall.yaml:", "TF-02 can never match");
}

TEST(Analysis, RefusesAGrantWhereAnotherTypfallOnlyAsks) {
  PolicyTree tree;
  tree.Set("typfall/TF-02/typfall.yaml",
           SecondTypfall("procedural: true\n"
                         "criteria:\n  - {id: TF-02.c1, fact: f.count, cell: 1..3, text: a}\n"
                         "evidence: []\n"));
  ExpectError(tree, "typfall/TF-02/typfall.yaml:", "contradict each other");
}

}  // namespace
}  // namespace dm::policy
