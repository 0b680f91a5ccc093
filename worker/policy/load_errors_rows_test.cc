// Dates, sources and rows: each rule broken once, refused with file, line and remedy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

constexpr char kNumbers[] = "parameters/numbers.yaml";
constexpr char kStepsFile[] = "parameters/steps.yaml";

// Dates and versions.

TEST(RowErrors, RefusesAGapBetweenVersions) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31", "valid_to: 2025-12-30");
  ExpectError(
      tree, "parameters/numbers.yaml:6:", "no version is in force from 2025-12-31 to 2025-12-31");
}

TEST(RowErrors, RefusesAGapAtTheEndsOfTheEffectivePeriod) {
  PolicyTree tree;
  tree.Edit(kNumbers, "{valid_from: 2026-01-01,", "{valid_from: 2026-01-01, valid_to: 2026-11-30,")
      .Edit(kNumbers, "valid_from: 2025-01-01", "valid_from: 2025-02-01");
  ExpectError(tree, "parameters/numbers.yaml:6:", "from 2026-12-01 to 2026-12-31");
  ExpectError(tree, "parameters/numbers.yaml:7:", "from 2025-01-01 to 2025-01-31");
}

TEST(RowErrors, TakesAGapThatTheRuleOwnsUpTo) {
  PolicyTree tree;
  tree.Edit(kNumbers,
            "{valid_from: 2026-01-01,",
            "{valid_from: 2026-01-01, valid_to: 2026-11-30, ends: true,")
      .Edit(kNumbers, "valid_from: 2025-01-01", "valid_from: 2025-02-01")
      .Edit(kNumbers, "unit: kr", "unit: kr\n    begins: true");
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(RowErrors, RefusesOverlappingVersions) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31", "valid_to: 2026-01-01");
  ExpectError(tree, "parameters/numbers.yaml:6:", "overlaps the one before");
}

TEST(RowErrors, RefusesAnOpenVersionThatALaterOneFollows) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31, ", "");
  ExpectError(tree, "parameters/numbers.yaml:6:", "overlaps the one before");
}

TEST(RowErrors, RefusesAnEndBeforeItsStart) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31", "valid_to: 2024-12-31");
  ExpectError(tree,
              "parameters/numbers.yaml:7:",
              "valid_to of a version of number comes before valid_from");
}

TEST(RowErrors, RefusesATableThatDoesNotHoldEveryDay) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, out: red}\n"))
      .Edit("tables/t.yaml", "2025-01-01", "2025-01-02");
  ExpectError(tree, "tables/t.yaml:1:", "does not hold on every day");
}

TEST(RowErrors, RefusesAManifestWhoseMunicipalPeriodLeavesTheNational) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("manifest.yaml"), "to: 2026-12-31", "to: 2027-12-31");
  ExpectError(tree, PolicyTree::Own("manifest.yaml"), "not within the national one");
}

// Sources.

TEST(RowErrors, RefusesAValueWithoutASource) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100, grade: A, source: law", "value: 100, grade: A");
  ExpectError(tree, "parameters/numbers.yaml:7:", "has no source");
}

TEST(RowErrors, RefusesASourceThatIsNotInTheRegister) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100, grade: A, source: law", "value: 100, grade: A, source: lore");
  ExpectError(tree, "parameters/numbers.yaml:7:", "the source \"lore\" does not exist");
}

TEST(RowErrors, RefusesASourceThatWasNotInForce) {
  PolicyTree tree;
  tree.Append("schema/sources.yaml",
              "  - id: newer\n    title: Ny\n    versions:\n      - {valid_from: 2025-07-01, "
              "citation: ny, grade: A}\n");
  tree.Edit(kNumbers, "value: 100, grade: A, source: law", "value: 100, grade: A, source: newer");
  ExpectError(tree, "parameters/numbers.yaml:7:", "not in force on every day");
}

TEST(RowErrors, RefusesASourceWithoutVersions) {
  PolicyTree tree;
  tree.Append("schema/sources.yaml", "  - id: nolaw\n    title: Ingen\n    versions: []\n");
  ExpectError(tree, "schema/sources.yaml:", "has no version");
}

TEST(RowErrors, RefusesASourceThatIsNoLongerInForce) {
  PolicyTree tree;
  tree.Append("schema/sources.yaml",
              "  - id: older\n    title: Gammal\n    versions:\n      - {valid_from: 2000-01-01, "
              "valid_to: 2026-06-30, citation: gammal, grade: A}\n");
  tree.Edit(
      kNumbers, "value: 200.50, grade: A, source: law", "value: 200.50, grade: A, source: older");
  ExpectError(tree, "parameters/numbers.yaml:6:", "not in force on every day");
}

TEST(RowErrors, RefusesAGapBetweenVersionsOfASource) {
  PolicyTree tree;
  tree.Edit("schema/sources.yaml", "valid_to: 2025-06-30", "valid_to: 2025-06-29");
  ExpectError(tree, "schema/sources.yaml:6:", "no version is in force from 2025-06-30");
}

TEST(RowErrors, RefusesAGradeThatIsNone) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100, grade: A", "value: 100, grade: Z");
  ExpectError(tree, "parameters/numbers.yaml:7:", "no evidence grade");
}

// One mistake is told of once, not again in all that rests on it.

TEST(RowErrors, TellsOfAVersionWithoutASourceOnce) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "    source: law\n", "");
  ExpectOnlyError(tree, "parameters/steps.yaml:9:", "has no source");
}

TEST(RowErrors, TellsOfASourceThatDoesNotExistOnce) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "source: law", "source: lore");
  ExpectOnlyError(tree, "parameters/steps.yaml:9:", "\"lore\" does not exist");
}

TEST(RowErrors, TellsOfRowsWithoutAGradeOnce) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "    grade: A\n", "");
  ExpectOnlyError(tree, "parameters/steps.yaml:12:", "row S1 of steps has no grade");
}

TEST(RowErrors, TellsOfAGradeThatIsNoneOnce) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "grade: A", "grade: Z");
  ExpectOnlyError(tree, "parameters/steps.yaml:11:", "no evidence grade");
}

TEST(RowErrors, TellsOfADayThatDoesNotExistAndOfNoGapThere) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_from: 2026-01-01", "valid_from: 2026-02-30");
  ExpectOnlyError(tree, "parameters/numbers.yaml:6:", "write a day of the calendar as YYYY-MM-DD");
}

// Rows.

TEST(RowErrors, RefusesTwoRowsWithOneId) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "id: S2", "id: S1");
  ExpectError(tree, "parameters/steps.yaml:14:", "the row id \"S1\" stands twice");
}

TEST(RowErrors, RefusesOverlappingRowsOfATableParameter) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "size: 2..3", "size: 1..3");
  ExpectError(tree, "parameters/steps.yaml:14:", "the rows S1 and S2 can fit the same values");
}

TEST(RowErrors, RefusesOverlappingRowsOfAUniqueTable) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: ..5, c: [red, blue], out: red}\n  - {id: R2, n: 5.., c: "
                     "{not: [green, red]}, out: red}\n"));
  ExpectError(tree, "tables/t.yaml:14:", "the rows R1 and R2 can fit the same values");
}

TEST(RowErrors, TakesRowsThatOneColumnOrTheirDatesKeepApart) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: ..5, c: [red, blue], out: red}\n  - {id: R2, n: 5.., c: "
                     "green, out: red}\n"
                     "  - {id: R3, n: 6..7, c: red, valid_to: 2025-12-31, out: red}\n"
                     "  - {id: R4, n: 7..8, c: red, valid_from: 2026-01-01, out: red}\n"));
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(RowErrors, RefusesARowOfAFirstTableThatNothingReaches) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: 1..9, out: red}\n  - {id: R2, n: 2..3, c: green, out: red}\n",
                     "first"));
  ExpectError(tree, "tables/t.yaml:14:", "the row R2 is never reached");
}

TEST(RowErrors, TakesARowOfAFirstTableThatIsHiddenOnlyForATime) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: 1..9, valid_to: 2025-12-31, out: red}\n  - {id: R2, n: 2..3, "
                     "out: red}\n",
                     "first"));
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(RowErrors, RefusesAnEmptyRange) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "size: 2..3", "size: 3..2");
  ExpectError(tree, "parameters/steps.yaml:14:", "the range is empty");
}

TEST(RowErrors, RefusesAFactThatIsNotInTheDictionary) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, out: red}\n"))
      .Edit("tables/t.yaml", "f.count", "f.counts");
  ExpectError(tree, "tables/t.yaml:8:", "\"f.counts\", which is no fact");
}

TEST(RowErrors, RefusesATableThatDoesNotSayWhatHappensOtherwise) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, out: red}\n"))
      .Edit("tables/t.yaml", "otherwise: none\n", "");
  ExpectError(tree, "tables/t.yaml:1:", "lacks the key otherwise");
}

TEST(RowErrors, RefusesARowWithoutAnOutput) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1}\n"));
  ExpectError(tree, "tables/t.yaml:13:", "lacks the key out");
}

TEST(RowErrors, RefusesTwoInputsOfOneFact) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, out: red}\n"))
      .Edit("tables/t.yaml", "f.colour", "f.count");
  ExpectError(tree, "tables/t.yaml:9:", "two inputs look at f.count");
}

TEST(RowErrors, RefusesAParameterOfAnotherUnitInACell) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: ..param(number), out: red}\n  - {id: R2, n: "
                     "..param(nothing), out: red}\n",
                     "collect"));
  ExpectError(
      tree, "tables/t.yaml:13:", "param(number) names no scalar parameter with the unit count");
  ExpectError(tree, "tables/t.yaml:14:", "param(nothing) names no scalar parameter");
}

// CSV rows.

TEST(RowErrors, ReadsRowsFromACsvFileAndRefusesABrokenOne) {
  PolicyTree tree;
  tree.Edit(
      kStepsFile,
      "    rows:\n      - {id: S1, size: 1, value: 10}\n      - {id: S2, size: 2..3, value: 25}\n",
      "    rows_file: steps.csv\n");
  tree.Set("parameters/steps.csv", "id,size,value\nS1,1,10\nS2,2..3,25\n");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  EXPECT_EQ(load.set->Lookup("steps", {{"size", std::int64_t{3}}}, Day("2026-02-01"))->money(),
            Money::FromKronor(25));

  tree.Set("parameters/steps.csv", "id,size,value\nS1,1,1e1\nS2,2..3\n");
  ExpectError(tree, "parameters/steps.csv:2:", "is not an amount in kronor");
  ExpectError(tree, "parameters/steps.csv:3:", "the line has 2 fields");
  tree.Set("parameters/steps.csv", "id,size,value\nS1,1,10,50\n");
  ExpectError(tree, "parameters/steps.csv:2:", "a comma parts two fields");
  tree.Set("parameters/steps.csv", "id;size;value\nS1;1;10,50\n");
  ExpectOnlyError(tree, "parameters/steps.csv:1:", "parted by semicolons");
  tree.Set("parameters/steps.csv", "id,sise,value\nS1,1,10\n");
  ExpectError(tree, "parameters/steps.csv:1:", "the column \"sise\" is unknown");
  tree.Remove("parameters/steps.csv");
  ExpectError(tree, "parameters/steps.yaml:12:", "names no CSV file");
}

// Rows and steps.

TEST(RowErrors, RefusesARowPastTheNumberAboveWhichStepsCount) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "size: 2..3, value: 25", "size: 2..8, value: 25");
  ExpectOnlyError(tree, "parameters/steps.yaml:14:", "the row S2 of steps reaches past 3");
  tree.Edit(kStepsFile, "size: 2..8, value: 25", "size: 2.., value: 25");
  ExpectOnlyError(tree, "parameters/steps.yaml:14:", "the row S2 of steps reaches past 3");
}

TEST(RowErrors, RefusesStepsThatNoRowCarries) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "above: 3", "above: 9");
  ExpectOnlyError(tree, "parameters/steps.yaml:15:", "no row holds at 9");
}

TEST(RowErrors, RefusesAStepThatTakesAway) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "add_per_step: 5", "add_per_step: -5");
  ExpectOnlyError(tree, "parameters/steps.yaml:15:", "is below 0 kr");
}

TEST(RowErrors, RefusesAStepThatLeadsOutsideTheBounds) {
  const auto with = [](const char* step) {
    return std::string(
               "id: cap.required\ntitle: Tak\nkind: table\nunit: kr\nkeys: {n: {unit: "
               "count}}\nversions:\n  - valid_from: 2025-01-01\n    source: law\n    grade: "
               "P\n    rows:\n      - {id: C1, n: 1, value: 500}\n    beyond: {id: CN, above: "
               "1, add_per_step: ") +
           step + "}\n";
  };
  PolicyTree tree;
  tree.Edit("manifest.yaml",
            "{param: cap.required, unit: kr, required: true, bound: 100..900}",
            "{param: cap.required, kind: table, unit: kr, required: true, bound: 100..900, keys: "
            "{n: {unit: count}}}")
      .Set(PolicyTree::Own("parameters/cap.yaml"), with("401"));
  ExpectOnlyError(tree,
                  PolicyTree::Own("parameters/cap.yaml") + ":12:",
                  "add_per_step of CN leads outside the bounds of cap.required");
  // Two steps lead further than one: there is no such value.
  tree.Set(PolicyTree::Own("parameters/cap.yaml"), with("300"));
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  const auto level = [&](std::int64_t n) {
    return load.set->Lookup("cap.required", {{"n", FactValue(n)}}, Day("2026-01-01"));
  };
  ASSERT_TRUE(level(2).ok()) << level(2).status();
  EXPECT_EQ(level(2)->number(), 80'000);
  EXPECT_FALSE(level(3).ok());
}

TEST(RowErrors, RefusesInAFileOfRowsWhatItRefusesInline) {
  PolicyTree tree;
  const std::string rows =
      "    rows:\n      - {id: S1, size: 1, value: 10}\n      - {id: S2, size: 2..3, value: 25}\n";
  tree.Edit(kStepsFile, rows, "    rows_file: steps.csv\n")
      .Set("parameters/steps.csv", "id,size,value,grade\nS1,1,10,Q9\nS2,2..3,25,A\n");
  ExpectOnlyError(tree, "parameters/steps.csv:2:", "is no evidence grade");
  tree.Set("parameters/steps.csv", "id,size,value,grade\nS1,1,10,A\nEL 2 <b>,2..3,25,A\n");
  ExpectError(tree, "parameters/steps.csv:3:", "of a row is none");
}

TEST(RowErrors, RefusesARowThatLeavesOutEveryValue) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: 1, c: {not: [red, green, blue]}, out: red}\n"));
  ExpectOnlyError(tree, "tables/t.yaml:13:", "the row R1 is never reached, its c leaves out");
}

}  // namespace
}  // namespace dm::policy
