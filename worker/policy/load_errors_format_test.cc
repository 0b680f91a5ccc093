// The strict YAML subset and the types: each rule broken once, refused with file, line and remedy.
#include <gtest/gtest.h>

#include "worker/policy/test_policy_tree.h"
#include "worker/policy/yaml_tree.h"

namespace dm::policy {
namespace {

constexpr char kNumbers[] = "parameters/numbers.yaml";
constexpr char kStepsFile[] = "parameters/steps.yaml";

TEST(FormatErrors, TheSmallTreeItselfLoads) {
  PolicyTree tree;
  const PolicyLoad load = tree.Load();
  EXPECT_EQ(TextOf(load.errors), "");
  ASSERT_NE(load.set, nullptr);
  EXPECT_EQ(load.set->version(), "national 1.0.0 + 0001-provkommun 1.0.0");
}

// The YAML subset.

TEST(FormatErrors, RefusesAnUnknownKey) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: Tal\n    titel: Tal");
  ExpectError(tree, "parameters/numbers.yaml:4:", "the unknown key \"titel\"");
}

TEST(FormatErrors, RefusesAMissingKey) {
  PolicyTree tree;
  tree.Edit(kNumbers, "    unit: kr\n", "");
  ExpectError(tree, "parameters/numbers.yaml:2:", "lacks the key unit");
}

TEST(FormatErrors, RefusesADuplicateKey) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: Tal\n    title: Tal");
  ExpectError(tree, "parameters/numbers.yaml:4:", "stands twice");
}

TEST(FormatErrors, SaysHowAnAmountWithADecimalCommaIsWritten) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 200.50", "value: 200,50");
  ExpectError(tree, "parameters/numbers.yaml:6:", "in quotation marks, \"2740,50\"");
}

TEST(FormatErrors, NamesATabThatNobodySees) {
  PolicyTree tree;
  tree.Edit(kNumbers, "    title: Tal", "\ttitle: Tal");
  ExpectError(tree, "parameters/numbers.yaml:3:", "indent with spaces alone");
}

// What a file that cannot be read would have said is not missing.
TEST(FormatErrors, AFileThatIsNoYamlIsTheOneThingTold) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("parameters/cap.yaml"), "unit: kr", "unit: [kr");
  ExpectOnlyError(
      tree, PolicyTree::Own("parameters/cap.yaml:"), "every bracket and quotation mark closed");
}

TEST(FormatErrors, RefusesAnAnchorAndAnAlias) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 200.50", "value: &amount 200.50")
      .Edit(kNumbers, "value: 100", "value: *amount");
  ExpectError(tree, "parameters/numbers.yaml:6:", "anchors");
  ExpectError(tree, "parameters/numbers.yaml:7:", "aliases");
}

TEST(FormatErrors, RefusesATag) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 100", "value: !!float 100");
  ExpectError(tree, "parameters/numbers.yaml:7:", "tags");
}

TEST(FormatErrors, RefusesAMergeKey) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: Tal\n    <<: {x: y}");
  ExpectError(tree, "parameters/numbers.yaml:4:", "merge keys");
}

TEST(FormatErrors, RefusesASecondDocument) {
  PolicyTree tree;
  tree.Append(kNumbers, "---\nmore: true\n");
  ExpectError(tree, "parameters/numbers.yaml:", "more than one document");
}

TEST(FormatErrors, RefusesAFileAboveOneMebibyte) {
  PolicyTree tree;
  tree.Append(kNumbers, "# " + std::string(kFileBytesMax, 'x') + "\n");
  ExpectError(tree, "parameters/numbers.yaml:", "larger than");
}

TEST(FormatErrors, RefusesNestingDeeperThanEightLevels) {
  PolicyTree tree;
  tree.Set(kNumbers, "id: [[[[[[[[1]]]]]]]]\n");
  ExpectError(tree, "parameters/numbers.yaml:1:", "deeper than 8");
}

TEST(FormatErrors, RefusesNestingThatWouldExhaustTheParser) {
  PolicyTree tree;
  tree.Set(kNumbers, "id: " + std::string(20000, '[') + "\n");
  ExpectError(tree, "parameters/numbers.yaml", "");
}

TEST(FormatErrors, RefusesBytesThatAreNotUtf8) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: T\xE5l");
  ExpectError(tree, "parameters/numbers.yaml:3:", "not plain UTF-8");
}

TEST(FormatErrors, RefusesControlCharacters) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", std::string("title: T\x01l"));
  ExpectError(tree, "parameters/numbers.yaml:3:", "not plain UTF-8");
}

// As an approver would read the text of it in a terminal.
TEST(FormatErrors, RefusesControlCharactersWrittenAsEscapes) {
  for (const char* const text : {"\"T\\e[1Al\"", "\"T\\0l\"", "\"T\\x9bl\""}) {
    PolicyTree tree;
    tree.Edit(kNumbers, "title: Tal", std::string("title: ") + text);
    ExpectError(tree, "parameters/numbers.yaml:3:", "control character");
  }
}

TEST(FormatErrors, RefusesBrokenYaml) {
  PolicyTree tree;
  tree.Edit(kNumbers, "title: Tal", "title: [Tal");
  ExpectError(tree, "parameters/numbers.yaml:", "not valid YAML");
}

TEST(FormatErrors, RefusesAnEmptyFileAndAnEmptyValue) {
  PolicyTree tree;
  tree.Set(kNumbers, "").Edit(kStepsFile, "title: Steg", "title:");
  ExpectError(tree, "parameters/numbers.yaml:", "empty");
  ExpectError(tree, "parameters/steps.yaml:3:", "is empty");
}

// Types.

TEST(FormatErrors, RefusesAmountsThatAreNoPlainDecimals) {
  for (const char* amount :
       {"1e3", "2_740", ".5", "2740.505", "+5", "0x10", "2 740", "NaN", "2740kr"}) {
    PolicyTree tree;
    tree.Edit(kNumbers, "value: 100", std::string("value: \"") + amount + "\"");
    ExpectError(tree, "parameters/numbers.yaml:7:", "is not an amount in kronor");
  }
}

TEST(FormatErrors, RefusesAFractionWhereANumberIsWhole) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "size: 1,", "size: 1.5,");
  ExpectError(tree, "parameters/steps.yaml:13:", "is not a whole number");
}

TEST(FormatErrors, RefusesNumbersThatAreWrittenOddly) {
  for (const char* number : {"007", "+7", "1_000", "7 ", "0x7", "1234567890123456"}) {
    PolicyTree tree;
    tree.Edit(kStepsFile, "above: 3", std::string("above: \"") + number + "\"");
    ExpectError(tree, "parameters/steps.yaml:15:", "is not a whole number");
  }
}

TEST(FormatErrors, RefusesDaysThatDoNotExist) {
  for (const char* day :
       {"2025-02-29", "2025-13-01", "2025-04-31", "25-01-01", "2025-1-1", "2025-01-01T00:00"}) {
    PolicyTree tree;
    tree.Edit(kNumbers, "2025-01-01, valid_to", std::string("\"") + day + "\", valid_to");
    ExpectError(tree, "parameters/numbers.yaml:7:", "is not a real day");
  }
}

TEST(FormatErrors, RefusesAWordOutsideItsDomain) {
  PolicyTree tree;
  tree.Set("tables/t.yaml", TableWith("  - {id: R1, n: 1, c: yellow, out: red}\n"));
  ExpectError(tree, "tables/t.yaml:13:", "\"yellow\" is not in the domain colour");
}

TEST(FormatErrors, RefusesWordsForTrueThatYamlWouldTake) {
  PolicyTree tree;
  tree.Edit("schema/facts.yaml",
            "id: f.open_colour, unit: code, domain: colour, open: true",
            "id: f.open_colour, unit: code, domain: colour, open: yes");
  ExpectError(tree, "schema/facts.yaml:8:", "is not true or false");
}

}  // namespace
}  // namespace dm::policy
