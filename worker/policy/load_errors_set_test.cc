// Municipality, typfall, catalogues, letters and the folder: each rule broken once, refused with
// file, line and remedy.
#include <algorithm>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

using testing::HasSubstr;

constexpr char kNumbers[] = "parameters/numbers.yaml";

// What a municipality may and must set.

TEST(SetErrors, NamesARequiredParameterThatIsMissing) {
  PolicyTree tree;
  tree.Remove(PolicyTree::Own("parameters/cap.yaml"));
  ExpectError(tree, "municipality/0001-provkommun", "the parameter cap.required must be set");
}

TEST(SetErrors, RefusesAMunicipalValueOutsideItsBounds) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("parameters/cap.yaml"), "value: 500", "value: 900.01");
  ExpectError(tree, PolicyTree::Own("parameters/cap.yaml:5:"), "allows 100 kr to 900 kr");
}

TEST(SetErrors, RefusesAMunicipalValueBelowItsBounds) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("parameters/cap.yaml"), "value: 500", "value: 99.99");
  ExpectError(tree, PolicyTree::Own("parameters/cap.yaml:5:"), "outside its bounds");
}

TEST(SetErrors, RefusesAMunicipalWordThatIsNotOpen) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("parameters/word.yaml"),
           "id: open.word\ntitle: Ord\nunit: code\ndomain: colour\nversions:\n  - {valid_from: "
           "2025-01-01, value: blue, grade: P, source: law}\n");
  ExpectError(tree, PolicyTree::Own("parameters/word.yaml:6:"), "outside its bounds");
}

TEST(SetErrors, RefusesAMunicipalParameterThatIsNotOpen) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("parameters/number.yaml"),
           "id: number\ntitle: Tal\nunit: kr\nversions:\n  - {valid_from: 2025-01-01, value: 1, "
           "grade: P, source: law}\n");
  ExpectError(
      tree, PolicyTree::Own("parameters/number.yaml:1:"), "number is not open to a municipality");
}

TEST(SetErrors, RefusesAMunicipalParameterOfAnotherUnit) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("parameters/cap.yaml"), "unit: kr", "unit: count");
  ExpectError(tree, PolicyTree::Own("parameters/cap.yaml:1:"), "another kind or unit");
}

TEST(SetErrors, RefusesTheSameParameterTwice) {
  PolicyTree tree;
  tree.Set("parameters/again.yaml",
           "id: steps\ntitle: Steg\nunit: kr\nversions:\n  - {valid_from: 2025-01-01, value: 1, "
           "grade: A, source: law}\n");
  ExpectError(tree, "parameters/steps.yaml:1:", "stands twice");
}

TEST(SetErrors, RefusesAnApprovalOfNothing) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("approvals.yaml"), R"(approvals:
  - {parameter: steps, version: 2026-01-01, approved_by: x, date: 2025-12-01, reference: y}
  - {parameter: number, version: 2026-01-01, approved_by: x, date: 2025-12-01, reference: y}
)");
  ExpectError(tree, PolicyTree::Own("approvals.yaml:2:"), "steps has no version from 2026-01-01");
  ExpectError(tree, PolicyTree::Own("approvals.yaml:3:"), "no parameter that needs approval");
}

TEST(SetErrors, RefusesAModeAboveTheHighest) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "max_mode: decide", "max_mode: shadow");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "above its max_mode shadow");
}

TEST(SetErrors, RefusesDecideWithoutADelegation) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("modes.yaml"), "propose", "decide");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "TF-01 is in decide without a delegation");
}

TEST(SetErrors, RefusesAModeOfAnUnknownTypfallAndAnUnknownMode) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("modes.yaml"), "TF-01: propose", "TF-09: automatic");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "\"TF-09\" is no typfall");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "the mode of \"TF-09\" is unknown");
}

TEST(SetErrors, RefusesToDelegateARefusal) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("delegations.yaml"),
           "delegations:\n  - {typfall: TF-01, reference: x, outcomes: [bifall, avslag], "
           "max_amount: 100, valid_from: 2025-01-01, source: law}\n");
  ExpectError(tree, PolicyTree::Own("delegations.yaml:2:"), "never automatic");
}

TEST(SetErrors, RefusesOverlappingDelegations) {
  PolicyTree tree;
  const std::string one =
      "  - {typfall: TF-01, reference: x, outcomes: [bifall], max_amount: 100, valid_from: "
      "2025-01-01, source: law}\n";
  tree.Set(PolicyTree::Own("delegations.yaml"), "delegations:\n" + one + one);
  ExpectError(tree, PolicyTree::Own("delegations.yaml:3:"), "overlap");
}

TEST(SetErrors, RefusesLettersWithoutASender) {
  PolicyTree tree;
  tree.Edit(PolicyTree::Own("texts.yaml"), "municipality.board", "municipality.bord");
  ExpectError(tree, PolicyTree::Own("texts.yaml"), "municipality.board is missing");
}

// Typfall and catalogues.

TEST(SetErrors, RefusesATypfallInAFolderOfAnotherName) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "code: TF-01", "code: TF-02");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:1:", "not its folder's name");
}

TEST(SetErrors, RefusesACriterionThatDemandsNothing) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "cell: true", "cell: \"-\"");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:8:", "demands nothing");
}

TEST(SetErrors, RefusesATypfallWithoutCriteria) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml",
            "criteria:\n  - {id: TF-01.c1, fact: f.count, cell: 1, text: ett}\n  - {id: TF-01.c2, "
            "fact: f.flag, cell: true, text: ja}\n  - {id: TF-01.c3, fact: result.outcome, cell: "
            "bifall, text: bifall}\n",
            "criteria: []\n");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:6:", "has no criterion");
}

// What refuses or ends a case may be prepared for a person and never go further.
TEST(SetErrors, RefusesAModeAbovePrepareWithoutADemandForFullApproval) {
  const std::string file = "typfall/TF-01/typfall.yaml";
  const std::string demand = "cell: bifall, text: bifall";
  for (const char* cell : {"cell: avslag, text: x",
                           "cell: [bifall, avslag], text: x",
                           "cell: {not: [avslag]}, text: x"}) {
    PolicyTree tree;
    tree.Edit(file, demand, cell);
    ExpectError(tree, file + ":1:", "TF-01 may go to decide and does not demand full approval");
    tree.Edit(file, "max_mode: decide", "max_mode: propose");
    ExpectError(tree, file + ":1:", "TF-01 may go to propose and does not demand full approval");
    tree.Edit(file, "max_mode: propose", "max_mode: prepare")
        .Edit(PolicyTree::Own("modes.yaml"), "TF-01: propose", "TF-01: prepare");
    EXPECT_EQ(TextOf(tree.Load().errors), "") << cell;
    tree.Edit(PolicyTree::Own("modes.yaml"), "TF-01: prepare", "TF-01: propose");
    ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "above its max_mode prepare");
  }
}

TEST(SetErrors, RefusesToWaiveGatesOfATypfallThatGrants) {
  PolicyTree tree;
  tree.Append("typfall/TF-01/typfall.yaml", "waived_gates: [G-07, G-99]\n");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:1:", "grants money and waives gates");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:1:", "\"G-99\", which is no gate");
}

TEST(SetErrors, RefusesGroupsOfTheWrongRegister) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "groups: [FK:BOB]", "groups: [PM:AP]")
      .Edit("typfall/TF-01/typfall.yaml", "source: AF", "source: XX");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:12:", "groups belong to FK and PM");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:11:", "\"XX\" is no source");
}

TEST(SetErrors, RefusesAGroupThatIsNoneOfTheDomain) {
  PolicyTree tree;
  tree.Edit("typfall/TF-01/typfall.yaml", "groups: [FK:BOB]", "groups: [FK:BOBB]");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:12:", "\"FK:BOBB\" is no group");
}

TEST(SetErrors, RefusesToAskMoreAboutAChildThanAboutAnAdultOrUnsaid) {
  const std::string file = "typfall/TF-01/typfall.yaml";
  for (const char* more : {"children_groups: [FK:BOB]",
                           "children_from_age: 16",
                           "children_too: true, children_groups: [PM:AP]"}) {
    PolicyTree tree;
    tree.Edit(file, "groups: [FK:BOB]", std::string("groups: [FK:BOB], ") + more);
    ExpectError(tree, file + ":12:", "what is asked about children is more");
  }
  PolicyTree tree;
  tree.Edit(
      file,
      "groups: [FK:BOB]",
      "groups: [FK:BOB], children_too: true, children_groups: [FK:BOB], children_from_age: 16");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  EXPECT_EQ(load.set->typfall()[0].evidence[1].children_groups, std::vector<std::string>{"FK:BOB"});
  EXPECT_EQ(load.set->typfall()[0].evidence[1].children_from_age, 16);
}

TEST(SetErrors, NamesAGateThatIsMissingAndAQueueThatIsNone) {
  PolicyTree tree;
  tree.Edit("tables/gates.yaml", "code: G-17", "code: G-18")
      .Edit("tables/triggers.yaml", "queue: Q-01", "queue: Q-77");
  ExpectError(tree, "tables/gates.yaml", "G-17 is missing");
  ExpectError(tree, "tables/gates.yaml", "\"G-18\" is no code");
  ExpectError(tree, "tables/triggers.yaml:7:", "\"Q-77\" is no queue");
}

// Letters.

TEST(SetErrors, RefusesAPlaceholderThatIsNotInTheList) {
  PolicyTree tree;
  tree.Set("letters/sv/prov.txt",
           "Ämne: hej\n\nrad\n{{belopp}}\n{{#kallor}}{{orsak}}{{/kallor}}\n");
  ExpectError(tree, "letters/sv/prov.txt:4:", "\"belopp\" is no placeholder");
  ExpectError(tree, "letters/sv/prov.txt:5:", "\"orsak\" is no placeholder");
}

TEST(SetErrors, RefusesALetterWithoutSubjectOrWithAnOpenSection) {
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

TEST(SetErrors, RefusesAFileThatTheFormatDoesNotKnow) {
  PolicyTree tree;
  tree.Set("parameters/extra.yml", "x: y\n")
      .Set("parameters/README.md", "en beskrivning\n")
      .Set("typfall/TF-01/cases/a.json", "{}");
  const PolicyLoad load = tree.Load();
  ASSERT_EQ(load.errors.size(), 1U);
  EXPECT_THAT(load.errors[0].ToString(),
              HasSubstr("parameters/extra.yml: the format knows no such file"));
}

TEST(SetErrors, RefusesAMissingFileFolderAndMunicipality) {
  PolicyTree tree;
  tree.Remove("schema/facts.yaml");
  ExpectError(tree, "schema/facts.yaml", "the file is missing");
  EXPECT_THAT(TextOf(LoadPolicies(tree.root(), "0002-annan").errors),
              HasSubstr("the municipality has no folder; create it or correct municipality: there "
                        "is 0001-provkommun"));
  EXPECT_THAT(TextOf(LoadPolicies(tree.root(), "../secret").errors),
              HasSubstr("not of a-z, 0-9 and -"));
  EXPECT_THAT(TextOf(LoadPolicies(tree.root() + "/no", kTestMunicipality).errors),
              HasSubstr("does not exist"));
}

TEST(SetErrors, ReportsAllErrorsTogetherByFileAndLine) {
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

TEST(SetErrors, RefusesAnOpenParameterThatNothingGivesAValue) {
  PolicyTree tree;
  tree.Remove("parameters/word.yaml");
  ExpectOnlyError(tree, "manifest.yaml:8:", "open.word has no default and is not required");
}

TEST(SetErrors, RefusesModesThatAreNoMap) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("modes.yaml"), "source: law\nmodes: [TF-01]\n");
  ExpectOnlyError(tree, PolicyTree::Own("modes.yaml") + ":2:", "modes of modes.yaml is no map");
}

}  // namespace
}  // namespace dm::policy
