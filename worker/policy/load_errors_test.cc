// Every rule of the policy format, broken once: the load is refused whole, with the file, the line
// and a remedy.
#include <algorithm>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/policy/policy_tree.h"
#include "worker/policy/yaml_tree.h"

namespace dm::policy {
namespace {

using testing::HasSubstr;

// The load fails, one of its errors begins with "file:line:" and holds `message`, and every error
// has a remedy.
void ExpectError(PolicyTree& tree, const std::string& place, const std::string& message) {
  const PolicyLoad load = tree.Load();
  EXPECT_EQ(load.set, nullptr);
  bool found = false;
  for (const PolicyError& error : load.errors) {
    EXPECT_FALSE(error.remedy.empty()) << error.ToString();
    const std::string text = error.ToString();
    found = found || (text.rfind(place, 0) == 0 && text.find(message) != std::string::npos);
  }
  EXPECT_TRUE(found) << "wanted " << place << " … " << message << "\ngot:\n" << TextOf(load.errors);
}

constexpr char kNumbers[] = "parameters/numbers.yaml";
constexpr char kStepsFile[] = "parameters/steps.yaml";

std::string TableWith(const std::string& rows, const std::string& hit = "unique") {
  return "kind: decision\nid: t\ntitle: prov\nhit: " + hit +
         "\nvalid_from: 2025-01-01\nsource: law\ninputs:\n  n: {fact: f.count}\n  c: {fact: "
         "f.colour}\noutputs:\n  out: {unit: "
         "code, domain: colour}\nrows:\n" +
         rows + "otherwise: none\n";
}

TEST(LoadErrors, TheSmallTreeItselfLoads) {
  PolicyTree tree;
  const PolicyLoad load = tree.Load();
  EXPECT_EQ(TextOf(load.errors), "");
  ASSERT_NE(load.set, nullptr);
  EXPECT_EQ(load.set->version(), "national 1.0.0 + 0001-provkommun 1.0.0");
}

// The YAML subset.

TEST(LoadErrors, RefusesAnUnknownKey) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: Tal\n    titel: Tal");
  ExpectError(tree, "parameters/numbers.yaml:4:", "the unknown key \"titel\"");
}

TEST(LoadErrors, RefusesAMissingKey) {
  PolicyTree tree;
  tree.Edit(kNumbers, "    unit: kr\n", "");
  ExpectError(tree, "parameters/numbers.yaml:2:", "lacks the key unit");
}

TEST(LoadErrors, RefusesADuplicateKey) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: Tal\n    title: Tal");
  ExpectError(tree, "parameters/numbers.yaml:4:", "stands twice");
}

TEST(LoadErrors, RefusesAnAnchorAndAnAlias) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 200.50", "value: &amount 200.50")
      .Edit(kNumbers, "value: 100", "value: *amount");
  ExpectError(tree, "parameters/numbers.yaml:6:", "anchors");
  ExpectError(tree, "parameters/numbers.yaml:7:", "aliases");
}

TEST(LoadErrors, RefusesATag) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100", "value: !!float 100");
  ExpectError(tree, "parameters/numbers.yaml:7:", "tags");
}

TEST(LoadErrors, RefusesAMergeKey) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: Tal\n    <<: {x: y}");
  ExpectError(tree, "parameters/numbers.yaml:4:", "merge keys");
}

TEST(LoadErrors, RefusesASecondDocument) {
  PolicyTree tree;
  tree.Append(kNumbers, "---\nmore: true\n");
  ExpectError(tree, "parameters/numbers.yaml:", "more than one document");
}

TEST(LoadErrors, RefusesAFileAboveOneMebibyte) {
  PolicyTree tree;
  tree.Append(kNumbers, "# " + std::string(kFileBytesMax, 'x') + "\n");
  ExpectError(tree, "parameters/numbers.yaml:", "larger than");
}

TEST(LoadErrors, RefusesNestingDeeperThanEightLevels) {
  PolicyTree tree;
  tree.Set(kNumbers, "id: [[[[[[[[1]]]]]]]]\n");
  ExpectError(tree, "parameters/numbers.yaml:1:", "deeper than 8");
}

TEST(LoadErrors, RefusesNestingThatWouldExhaustTheParser) {
  PolicyTree tree;
  tree.Set(kNumbers, "id: " + std::string(20000, '[') + "\n");
  ExpectError(tree, "parameters/numbers.yaml", "");
}

TEST(LoadErrors, RefusesBytesThatAreNotUtf8) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: T\xE5l");
  ExpectError(tree, "parameters/numbers.yaml:3:", "not plain UTF-8");
}

TEST(LoadErrors, RefusesControlCharacters) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", std::string("title: T\x01l"));
  ExpectError(tree, "parameters/numbers.yaml:3:", "not plain UTF-8");
}

TEST(LoadErrors, RefusesBrokenYaml) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: [Tal");
  ExpectError(tree, "parameters/numbers.yaml:", "not valid YAML");
}

TEST(LoadErrors, RefusesAnEmptyFileAndAnEmptyValue) {
  PolicyTree tree;
  tree.Set(kNumbers, "").Edit(kStepsFile, "title: Steg", "title:");
  ExpectError(tree, "parameters/numbers.yaml:", "empty");
  ExpectError(tree, "parameters/steps.yaml:3:", "is empty");
}

// Types.

TEST(LoadErrors, RefusesAmountsThatAreNoPlainDecimals) {
  for (const char* amount :
       {"1e3", "2_740", ".5", "2740.505", "+5", "0x10", "2 740", "NaN", "2740kr"}) {
    PolicyTree tree;
    tree.Edit(kNumbers, "value: 100", std::string("value: \"") + amount + "\"");
    ExpectError(tree, "parameters/numbers.yaml:7:", "is not an amount in kronor");
  }
}

TEST(LoadErrors, RefusesAFractionWhereANumberIsWhole) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "size: 1,", "size: 1.5,");
  ExpectError(tree, "parameters/steps.yaml:13:", "is not a whole number");
}

TEST(LoadErrors, RefusesDaysThatDoNotExist) {
  for (const char* day :
       {"2025-02-29", "2025-13-01", "2025-04-31", "25-01-01", "2025-1-1", "2025-01-01T00:00"}) {
    PolicyTree tree;
    tree.Edit(kNumbers, "2025-01-01, valid_to", std::string("\"") + day + "\", valid_to");
    ExpectError(tree, "parameters/numbers.yaml:7:", "is not a real day");
  }
}

TEST(LoadErrors, RefusesAWordOutsideItsDomain) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, c: yellow, out: red}\n"));
  ExpectError(tree, "tables/t.yaml:13:", "\"yellow\" is not in the domain colour");
}

TEST(LoadErrors, RefusesWordsForTrueThatYamlWouldTake) {
  PolicyTree tree;
  tree.Edit("schema/facts.yaml",
            "id: f.open_colour, unit: code, domain: colour, open: true",
            "id: f.open_colour, unit: code, domain: colour, open: yes");
  ExpectError(tree, "schema/facts.yaml:8:", "is not true or false");
}

// Dates and versions.

TEST(LoadErrors, RefusesAGapBetweenVersions) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31", "valid_to: 2025-12-30");
  ExpectError(
      tree, "parameters/numbers.yaml:6:", "no version is in force from 2025-12-31 to 2025-12-31");
}

TEST(LoadErrors, RefusesAGapAtTheEndsOfTheEffectivePeriod) {
  PolicyTree tree;
  tree.Edit(kNumbers, "{valid_from: 2026-01-01,", "{valid_from: 2026-01-01, valid_to: 2026-11-30,")
      .Edit(kNumbers, "valid_from: 2025-01-01", "valid_from: 2025-02-01");
  ExpectError(tree, "parameters/numbers.yaml:6:", "from 2026-12-01 to 2026-12-31");
  ExpectError(tree, "parameters/numbers.yaml:7:", "from 2025-01-01 to 2025-01-31");
}

TEST(LoadErrors, TakesAGapThatTheRuleOwnsUpTo) {
  PolicyTree tree;
  tree.Edit(kNumbers,
            "{valid_from: 2026-01-01,",
            "{valid_from: 2026-01-01, valid_to: 2026-11-30, ends: true,")
      .Edit(kNumbers, "valid_from: 2025-01-01", "valid_from: 2025-02-01")
      .Edit(kNumbers, "unit: kr", "unit: kr\n    begins: true");
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(LoadErrors, RefusesOverlappingVersions) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31", "valid_to: 2026-01-01");
  ExpectError(tree, "parameters/numbers.yaml:6:", "overlaps the one before");
}

TEST(LoadErrors, RefusesAnOpenVersionThatALaterOneFollows) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31, ", "");
  ExpectError(tree, "parameters/numbers.yaml:6:", "overlaps the one before");
}

TEST(LoadErrors, RefusesAnEndBeforeItsStart) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31", "valid_to: 2024-12-31");
  ExpectError(tree,
              "parameters/numbers.yaml:7:",
              "valid_to of a version of number comes before valid_from");
}

TEST(LoadErrors, RefusesATableThatDoesNotHoldEveryDay) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, out: red}\n"))
      .Edit("tables/t.yaml", "2025-01-01", "2025-01-02");
  ExpectError(tree, "tables/t.yaml:1:", "does not hold on every day");
}

TEST(LoadErrors, RefusesAManifestWhoseMunicipalPeriodLeavesTheNational) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("manifest.yaml"), "to: 2026-12-31", "to: 2027-12-31");
  ExpectError(tree, PolicyTree::Own("manifest.yaml"), "not within the national one");
}

// Sources.

TEST(LoadErrors, RefusesAValueWithoutASource) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100, grade: A, source: law", "value: 100, grade: A");
  ExpectError(tree, "parameters/numbers.yaml:7:", "has no source");
}

TEST(LoadErrors, RefusesASourceThatIsNotInTheRegister) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100, grade: A, source: law", "value: 100, grade: A, source: lore");
  ExpectError(tree, "parameters/numbers.yaml:7:", "the source \"lore\" does not exist");
}

TEST(LoadErrors, RefusesASourceThatWasNotInForce) {
  PolicyTree tree;
  tree.Append("schema/sources.yaml",
              "  - id: newer\n    title: Ny\n    versions:\n      - {valid_from: 2025-07-01, "
              "citation: ny, grade: A}\n");
  tree.Edit(kNumbers, "value: 100, grade: A, source: law", "value: 100, grade: A, source: newer");
  ExpectError(tree, "parameters/numbers.yaml:7:", "not in force on every day");
}

TEST(LoadErrors, RefusesASourceThatIsNoLongerInForce) {
  PolicyTree tree;
  tree.Append("schema/sources.yaml",
              "  - id: older\n    title: Gammal\n    versions:\n      - {valid_from: 2000-01-01, "
              "valid_to: 2026-06-30, citation: gammal, grade: A}\n");
  tree.Edit(
      kNumbers, "value: 200.50, grade: A, source: law", "value: 200.50, grade: A, source: older");
  ExpectError(tree, "parameters/numbers.yaml:6:", "not in force on every day");
}

TEST(LoadErrors, RefusesAGapBetweenVersionsOfASource) {
  PolicyTree tree;
  tree.Edit("schema/sources.yaml", "valid_to: 2025-06-30", "valid_to: 2025-06-29");
  ExpectError(tree, "schema/sources.yaml:6:", "no version is in force from 2025-06-30");
}

TEST(LoadErrors, RefusesAGradeThatIsNone) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100, grade: A", "value: 100, grade: Z");
  ExpectError(tree, "parameters/numbers.yaml:7:", "no evidence grade");
}

// Rows.

TEST(LoadErrors, RefusesTwoRowsWithOneId) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "id: S2", "id: S1");
  ExpectError(tree, "parameters/steps.yaml:14:", "the row id \"S1\" stands twice");
}

TEST(LoadErrors, RefusesOverlappingRowsOfATableParameter) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "size: 2..3", "size: 1..3");
  ExpectError(tree, "parameters/steps.yaml:14:", "the rows S1 and S2 can fit the same values");
}

TEST(LoadErrors, RefusesOverlappingRowsOfAUniqueTable) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: ..5, c: [red, blue], out: red}\n  - {id: R2, n: 5.., c: "
                     "{not: [green, red]}, out: red}\n"));
  ExpectError(tree, "tables/t.yaml:14:", "the rows R1 and R2 can fit the same values");
}

TEST(LoadErrors, TakesRowsThatOneColumnOrTheirDatesKeepApart) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: ..5, c: [red, blue], out: red}\n  - {id: R2, n: 5.., c: "
                     "green, out: red}\n"
                     "  - {id: R3, n: 6..7, c: red, valid_to: 2025-12-31, out: red}\n"
                     "  - {id: R4, n: 7..8, c: red, valid_from: 2026-01-01, out: red}\n"));
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(LoadErrors, RefusesARowOfAFirstTableThatNothingReaches) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: 1..9, out: red}\n  - {id: R2, n: 2..3, c: green, out: red}\n",
                     "first"));
  ExpectError(tree, "tables/t.yaml:14:", "the row R2 is never reached");
}

TEST(LoadErrors, TakesARowOfAFirstTableThatIsHiddenOnlyForATime) {
  PolicyTree tree;
  tree.Set("tables/t.yaml",
           TableWith("  - {id: R1, n: 1..9, valid_to: 2025-12-31, out: red}\n  - {id: R2, n: 2..3, "
                     "out: red}\n",
                     "first"));
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(LoadErrors, RefusesAnEmptyRange) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "size: 2..3", "size: 3..2");
  ExpectError(tree, "parameters/steps.yaml:14:", "the range is empty");
}

TEST(LoadErrors, RefusesAFactThatIsNotInTheDictionary) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, out: red}\n"))
      .Edit("tables/t.yaml", "f.count", "f.counts");
  ExpectError(tree, "tables/t.yaml:8:", "\"f.counts\", which is no fact");
}

TEST(LoadErrors, RefusesATableThatDoesNotSayWhatHappensOtherwise) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, out: red}\n"))
      .Edit("tables/t.yaml", "otherwise: none\n", "");
  ExpectError(tree, "tables/t.yaml:1:", "lacks the key otherwise");
}

TEST(LoadErrors, RefusesARowWithoutAnOutput) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1}\n"));
  ExpectError(tree, "tables/t.yaml:13:", "lacks the key out");
}

TEST(LoadErrors, RefusesTwoInputsOfOneFact) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, out: red}\n"))
      .Edit("tables/t.yaml", "f.colour", "f.count");
  ExpectError(tree, "tables/t.yaml:9:", "two inputs look at f.count");
}

TEST(LoadErrors, RefusesAParameterOfAnotherUnitInACell) {
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

TEST(LoadErrors, ReadsRowsFromACsvFileAndRefusesABrokenOne) {
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
  tree.Set("parameters/steps.csv", "id,sise,value\nS1,1,10\n");
  ExpectError(tree, "parameters/steps.csv:1:", "the column \"sise\" is unknown");
  tree.Remove("parameters/steps.csv");
  ExpectError(tree, "parameters/steps.yaml:12:", "names no CSV file");
}

// What a municipality may and must set.

TEST(LoadErrors, NamesARequiredParameterThatIsMissing) {
  PolicyTree tree;
  tree.Remove(PolicyTree::Own("parameters/cap.yaml"));
  ExpectError(tree, "municipality/0001-provkommun", "the parameter cap.required must be set");
}

TEST(LoadErrors, RefusesAMunicipalValueOutsideItsBounds) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("parameters/cap.yaml"), "value: 500", "value: 900.01");
  ExpectError(tree, PolicyTree::Own("parameters/cap.yaml:5:"), "outside its bounds");
}

TEST(LoadErrors, RefusesAMunicipalWordThatIsNotOpen) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("parameters/word.yaml"),
           "id: open.word\ntitle: Ord\nunit: code\ndomain: colour\nversions:\n  - {valid_from: "
           "2025-01-01, value: blue, grade: P, source: law}\n");
  ExpectError(tree, PolicyTree::Own("parameters/word.yaml:6:"), "outside its bounds");
}

TEST(LoadErrors, RefusesAMunicipalParameterThatIsNotOpen) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("parameters/number.yaml"),
           "id: number\ntitle: Tal\nunit: kr\nversions:\n  - {valid_from: 2025-01-01, value: 1, "
           "grade: P, source: law}\n");
  ExpectError(
      tree, PolicyTree::Own("parameters/number.yaml:1:"), "number is not open to a municipality");
}

TEST(LoadErrors, RefusesAMunicipalParameterOfAnotherUnit) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("parameters/cap.yaml"), "unit: kr", "unit: count");
  ExpectError(tree, PolicyTree::Own("parameters/cap.yaml:1:"), "another kind or unit");
}

TEST(LoadErrors, RefusesTheSameParameterTwice) {
  PolicyTree tree;
  tree.Set("parameters/again.yaml",
           "id: steps\ntitle: Steg\nunit: kr\nversions:\n  - {valid_from: 2025-01-01, value: 1, "
           "grade: A, source: law}\n");
  ExpectError(tree, "parameters/steps.yaml:1:", "stands twice");
}

TEST(LoadErrors, RefusesAnApprovalOfNothing) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("approvals.yaml"), R"(approvals:
  - {parameter: steps, version: 2026-01-01, approved_by: x, date: 2025-12-01, reference: y}
  - {parameter: number, version: 2026-01-01, approved_by: x, date: 2025-12-01, reference: y}
)");
  ExpectError(tree, PolicyTree::Own("approvals.yaml:2:"), "steps has no version from 2026-01-01");
  ExpectError(tree, PolicyTree::Own("approvals.yaml:3:"), "no parameter that needs approval");
}

TEST(LoadErrors, RefusesAModeAboveTheHighest) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "max_mode: decide", "max_mode: shadow");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "above its max_mode shadow");
}

TEST(LoadErrors, RefusesDecideWithoutADelegation) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("modes.yaml"), "propose", "decide");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "TF-01 is in decide without a delegation");
}

TEST(LoadErrors, RefusesAModeOfAnUnknownTypfallAndAnUnknownMode) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("modes.yaml"), "TF-01: propose", "TF-09: automatic");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "\"TF-09\" is no typfall");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "the mode of \"TF-09\" is unknown");
}

TEST(LoadErrors, RefusesToDelegateARefusal) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("delegations.yaml"),
           "delegations:\n  - {typfall: TF-01, reference: x, outcomes: [bifall, avslag], "
           "max_amount: 100, valid_from: 2025-01-01, source: law}\n");
  ExpectError(tree, PolicyTree::Own("delegations.yaml:2:"), "never automatic");
}

TEST(LoadErrors, RefusesOverlappingDelegations) {
  PolicyTree tree;
  const std::string one =
      "  - {typfall: TF-01, reference: x, outcomes: [bifall], max_amount: 100, valid_from: "
      "2025-01-01, source: law}\n";
  tree.Set(PolicyTree::Own("delegations.yaml"), "delegations:\n" + one + one);
  ExpectError(tree, PolicyTree::Own("delegations.yaml:3:"), "overlap");
}

TEST(LoadErrors, RefusesLettersWithoutASender) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("texts.yaml"), "municipality.board", "municipality.bord");
  ExpectError(tree, PolicyTree::Own("texts.yaml"), "municipality.board is missing");
}

// Typfall and catalogues.

TEST(LoadErrors, RefusesATypfallInAFolderOfAnotherName) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "code: TF-01", "code: TF-02");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:1:", "not its folder's name");
}

TEST(LoadErrors, RefusesACriterionThatDemandsNothing) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "cell: true", "cell: \"-\"");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:8:", "demands nothing");
}

TEST(LoadErrors, RefusesATypfallWithoutCriteria) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml",
            "criteria:\n  - {id: TF-01.c1, fact: f.count, cell: 1, text: ett}\n  - {id: TF-01.c2, "
            "fact: f.flag, cell: true, text: ja}\n",
            "criteria: []\n");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:6:", "has no criterion");
}

TEST(LoadErrors, RefusesToWaiveGatesOfATypfallThatGrants) {
  PolicyTree tree;
  tree.Append("typfall/TF-01/typfall.yaml", "waived_gates: [G-07, G-99]\n");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:1:", "grants money and waives gates");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:1:", "\"G-99\", which is no gate");
}

TEST(LoadErrors, RefusesGroupsOfTheWrongRegister) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "groups: [FK:BOB]", "groups: [PM:AP]")
      .Edit("typfall/TF-01/typfall.yaml", "source: AF", "source: XX");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:11:", "groups belong to FK and PM");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:10:", "\"XX\" is no source");
}

TEST(LoadErrors, NamesAGateThatIsMissingAndAQueueThatIsNone) {
  PolicyTree tree;
  tree.Edit("tables/gates.yaml", "code: G-17", "code: G-18")
      .Edit("tables/triggers.yaml", "queue: Q-01", "queue: Q-77");
  ExpectError(tree, "tables/gates.yaml", "G-17 is missing");
  ExpectError(tree, "tables/gates.yaml", "\"G-18\" is no code");
  ExpectError(tree, "tables/triggers.yaml:5:", "\"Q-77\" is no queue");
}

// Letters.

TEST(LoadErrors, RefusesAPlaceholderThatIsNotInTheList) {
  PolicyTree tree;
  tree.Set("letters/sv/prov.txt",
           "Ämne: hej\n\nrad\n{{belopp}}\n{{#kallor}}{{orsak}}{{/kallor}}\n");
  ExpectError(tree, "letters/sv/prov.txt:4:", "\"belopp\" is no placeholder");
  ExpectError(tree, "letters/sv/prov.txt:5:", "\"orsak\" is no placeholder");
}

TEST(LoadErrors, RefusesALetterWithoutSubjectOrWithAnOpenSection) {
  PolicyTree tree;
  tree.Set("letters/sv/prov.txt", "Hej\n");
  ExpectError(tree, "letters/sv/prov.txt:1:", "does not begin with its subject");
  tree.Set("letters/sv/prov.txt", "Ämne: hej\n\n{{#automatiskt}}x\n");
  ExpectError(tree, "letters/sv/prov.txt:3:", "the section automatiskt is not closed");
  tree.Set("letters/sv/prov.txt", "Ämne: hej\n\n{{#automatiskt}}{{/overklagande}}{{> x}}{{manad\n");
  ExpectError(tree, "letters/sv/prov.txt:3:", "closes a section that is not open");
  ExpectError(tree, "letters/sv/prov.txt:3:", "no partials");
  ExpectError(tree, "letters/sv/prov.txt:3:", "has no }}");
}

// The folder.

TEST(LoadErrors, RefusesAFileThatTheFormatDoesNotKnow) {
  PolicyTree tree;
  tree.Set("parameters/extra.yml", "x: y\n")
      .Set("parameters/README.md", "en beskrivning\n")
      .Set("typfall/TF-01/cases/a.json", "{}");
  const PolicyLoad load = tree.Load();
  ASSERT_EQ(load.errors.size(), 1U);
  EXPECT_THAT(load.errors[0].ToString(),
              HasSubstr("parameters/extra.yml: the format knows no such file"));
}

TEST(LoadErrors, RefusesAMissingFileFolderAndMunicipality) {
  PolicyTree tree;
  tree.Remove("schema/facts.yaml");
  ExpectError(tree, "schema/facts.yaml", "the file is missing");
  EXPECT_THAT(TextOf(LoadPolicies(tree.root(), "0002-annan").errors),
              HasSubstr("the municipality has no folder"));
  EXPECT_THAT(TextOf(LoadPolicies(tree.root(), "../secret").errors),
              HasSubstr("not of a-z, 0-9 and -"));
  EXPECT_THAT(TextOf(LoadPolicies(tree.root() + "/no", kTestMunicipality).errors),
              HasSubstr("does not exist"));
}

TEST(LoadErrors, ReportsAllErrorsTogetherByFileAndLine) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100", "value: 1e3")
      .Edit(kNumbers, "value: 200.50", "value: x")
      .Edit("manifest.yaml", "schema: 1", "schema: 2");
  const PolicyLoad load = tree.Load();
  std::vector<std::string> places;
  for (const PolicyError& error : load.errors)
    places.push_back(error.file + ":" + std::to_string(error.line));
  EXPECT_GE(places.size(), 3U);
  EXPECT_TRUE(std::is_sorted(load.errors.begin(),
                             load.errors.end(),
                             [](const PolicyError& a, const PolicyError& b) {
                               return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                             }))
      << TextOf(load.errors);
  EXPECT_THAT(places,
              testing::IsSupersetOf(
                  {"manifest.yaml:3", "parameters/numbers.yaml:6", "parameters/numbers.yaml:7"}));
}

}  // namespace
}  // namespace dm::policy
