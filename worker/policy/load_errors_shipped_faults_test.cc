// Faults that other programs with rules as data shipped in silence: each is refused here, as a
// whole and with every error, on the day that the file is changed.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

constexpr char kNumbers[] = "parameters/numbers.yaml";
constexpr char kStepsFile[] = "parameters/steps.yaml";
constexpr char kTypfallFile[] = "typfall/TF-01/typfall.yaml";

// A key that the format knows, one level too high or too low: read nowhere, and nobody notices.
TEST(ShippedFaults, AKeyAtTheWrongLevel) {
  PolicyTree tree;
  tree.Edit(kNumbers, "    title: Tal", "    title: Tal\n    grade: A");
  ExpectError(tree, "parameters/numbers.yaml:4:", "the unknown key \"grade\"");
  PolicyTree version;
  version.Edit(kNumbers, "value: 200.50,", "value: 200.50, unit: kr,");
  ExpectError(version, "parameters/numbers.yaml:6:", "the unknown key \"unit\"");
  PolicyTree row;
  row.Edit(kStepsFile, "size: 1,", "size: 1, valid_from: 2026-01-01,");
  ExpectError(row, "parameters/steps.yaml:13:", "the unknown key \"valid_from\"");
  PolicyTree outside;
  outside.Edit(kTypfallFile, "max_mode: decide", "max_mode: decide\nfact: f.count");
  ExpectError(outside, "typfall/TF-01/typfall.yaml:4:", "the unknown key \"fact\"");
}

TEST(ShippedFaults, ADayAndAMonthThatHaveChangedPlaces) {
  for (const char* day : {"2026-31-01", "31-01-2026", "01-13-2026", "2026/01/31", "20260131"}) {
    PolicyTree tree;
    tree.Edit(kNumbers, "valid_from: 2026-01-01", std::string("valid_from: \"") + day + "\"");
    ExpectError(tree, "parameters/numbers.yaml:6:", "is not a real day");
  }
  PolicyTree ends;
  ends.Edit(kNumbers,
            "valid_from: 2025-01-01, valid_to: 2025-12-31",
            "valid_from: 2025-12-31, valid_to: 2025-01-01");
  ExpectError(ends, "parameters/numbers.yaml:7:", "valid_to of a version of number comes before");
}

// A month is computed under the rules of its first day: an amount from the 15th would hold from
// the month after, which its file does not say.
TEST(ShippedFaults, AnAmountThatChangesWithinAMonth) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_from: 2026-01-01", "valid_from: 2026-01-15")
      .Edit(kNumbers, "valid_to: 2025-12-31", "valid_to: 2026-01-14");
  ExpectError(tree, "parameters/numbers.yaml:6:", "a version of number begins within a month");
  ExpectError(tree, "parameters/numbers.yaml:7:", "a version of number ends within a month");
}

TEST(ShippedFaults, AWordMayChangeOnAnyDay) {
  PolicyTree tree;
  tree.Set(PolicyTree::Own("parameters/word.yaml"),
           "id: open.word\ntitle: Ord\nunit: code\ndomain: colour\nversions:\n  - {valid_from: "
           "2025-01-01, valid_to: 2026-03-14, value: red, grade: P, source: law}\n  - {valid_from: "
           "2026-03-15, value: red, grade: P, source: law}\n");
  EXPECT_EQ(TextOf(tree.Load().errors), "");
}

TEST(ShippedFaults, AnAmountThatIsRoundedInTwoSteps) {
  PolicyTree tree;
  tree.Set("calc/calc.yaml",
           "kind: calculation\nid: calc\ntitle: prov\nvalid_from: 2025-01-01\nsource: law\nfacts:\n"
           "  home.limit: {unit: kr, title: prov}\nsteps:\n"
           "  - {id: S1, title: a, set: out.x, expr: \"mul_div(home.limit, 1, 3, half_up)\"}\n"
           "  - {id: S2, title: b, set: out.y, expr: \"mul_div(out.x, 1, 2, half_up_kr)\"}\n");
  ExpectError(tree, "calc/calc.yaml:10:", "rounded already is rounded again");
}

// A day before the first version, or after the last, is nobody's: never the oldest or newest file.
TEST(ShippedFaults, ADayThatNoVersionHolds) {
  PolicyTree tree;
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr);
  const Keys keys = {{"size", std::int64_t{1}}};
  EXPECT_EQ(load.set->Get("number", Day("2024-12-31")).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(load.set->Lookup("steps", keys, Day("2024-12-31")).status().code(),
            StatusCode::kNotFound);
  tree.Edit(kNumbers, "valid_from: 2025-01-01", "valid_from: 2025-02-01");
  ExpectError(tree, "parameters/numbers.yaml:7:", "no version is in force from 2025-01-01");
}

TEST(ShippedFaults, AKeyThatStandsTwiceInAnyKindOfMap) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 200.50,", "value: 200.50, value: 100,")
      .Edit("manifest.yaml", "version: 1.0.0", "version: 1.0.0\nversion: 1.0.1")
      .Edit(kTypfallFile, "cell: 1,", "cell: 1, cell: 2,")
      .Edit(PolicyTree::Own("modes.yaml"), "{TF-01: propose}", "{TF-01: propose, TF-01: shadow}");
  ExpectError(tree, "parameters/numbers.yaml:6:", "the key \"value\" stands twice");
  ExpectError(tree, "manifest.yaml:3:", "the key \"version\" stands twice");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:7:", "the key \"cell\" stands twice");
  ExpectError(tree, PolicyTree::Own("modes.yaml:2:"), "the key \"TF-01\" stands twice");
}

// Whatever YAML would make of it: a number is text until the schema says what it is.
TEST(ShippedFaults, AFloatAnywhere) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 200.50", "value: 2.005e2")
      .Edit(kStepsFile, "add_per_step: 5", "add_per_step: .5")
      .Edit(kStepsFile, "size: 2..3", "size: 2.0..3.0")
      .Edit(kTypfallFile, "cell: 1,", "cell: 1.0,")
      .Edit("manifest.yaml", "bound: 100..900", "bound: 1e2..9e2")
      .Set("calc/calc.yaml",
           "kind: calculation\nid: calc\ntitle: prov\nvalid_from: 2025-01-01\nsource: law\nfacts:\n"
           "  home.limit: {unit: kr, title: prov}\nsteps:\n"
           "  - {id: S1, title: a, set: out.x, expr: home.limit * 0.75}\n");
  ExpectError(tree, "parameters/numbers.yaml:6:", "is not an amount in kronor");
  ExpectError(tree, "parameters/steps.yaml:15:", "is not an amount in kronor");
  ExpectError(tree, "parameters/steps.yaml:14:", "");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:7:", "");
  ExpectError(tree, "manifest.yaml:7:", "");
  ExpectError(tree, "calc/calc.yaml:9:", "");
}

TEST(ShippedFaults, AmountsWithPointOrCommaAreTheSame) {
  PolicyTree tree;
  tree.Edit(kNumbers, "value: 200.50", "value: \"200,50\"")
      .Edit(kNumbers, "value: 100", "value: 100.5");
  const PolicyLoad load = tree.Load();
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  EXPECT_EQ(load.set->Get("number", Day("2026-01-01"))->money(), Money::FromOre(20050));
  EXPECT_EQ(load.set->Get("number", Day("2025-01-01"))->money(), Money::FromOre(10050));
}

// A year whose table the municipality has not read against the regulation.
TEST(ShippedFaults, AYearThatIsNotApproved) {
  const std::string approvals = PolicyTree::Own("approvals.yaml");
  PolicyTree tree;
  tree.Set(approvals, "approvals: []\n");
  ExpectError(tree, approvals, "the version of steps from 2025-01-01 is not approved");
  tree.Edit(PolicyTree::Own("manifest.yaml"), "status: approved", "status: draft");
  EXPECT_EQ(TextOf(tree.Load().errors), "") << "a draft claims nothing";
}

TEST(ShippedFaults, ARowOrAVersionWithoutAnId) {
  PolicyTree tree;
  tree.Edit(kStepsFile, "{id: S1, ", "{").Edit(kTypfallFile, "{id: TF-01.c1, ", "{");
  ExpectError(tree, "parameters/steps.yaml:13:", "lacks the key id");
  ExpectError(tree, "typfall/TF-01/typfall.yaml:7:", "lacks the key id");
}

TEST(ShippedFaults, AUnitThatIsNone) {
  PolicyTree tree;
  tree.Edit(kNumbers, "unit: kr", "unit: euro")
      .Edit("schema/facts.yaml", "f.count, unit: count", "f.count, unit: number");
  ExpectError(tree, "parameters/numbers.yaml:4:", "\"euro\"");
  ExpectError(tree, "schema/facts.yaml:2:", "\"number\"");
}

// Ten faults of ten kinds in ten files: one load names them all, and nothing of the set is used.
TEST(ShippedFaults, TenFaultsOfOneSetAreReportedTogether) {
  PolicyTree tree;
  tree.Edit(kNumbers, "valid_to: 2025-12-31", "valid_to: 2025-11-30")  // a gap
      .Edit(kStepsFile, "size: 2..3", "size: 1..3")                    // rows that overlap
      .Edit("schema/facts.yaml", "title: antal", "titel: antal")       // an unknown key
      .Set("calc/calc.yaml",                                           // a circle
           "kind: calculation\nid: calc\ntitle: prov\nvalid_from: 2025-01-01\nsource: law\nfacts:\n"
           "  home.limit: {unit: kr, title: prov}\nsteps:\n"
           "  - {id: S1, title: a, set: a.x, expr: a.y}\n"
           "  - {id: S2, title: b, set: a.y, expr: a.x}\n")
      .Edit("tables/queues.yaml", "source: law\n", "")                          // no source
      .Edit(PolicyTree::Own("parameters/cap.yaml"), "unit: kr", "unit: count")  // a wrong unit
      .Set(PolicyTree::Own("approvals.yaml"), "approvals: []\n")  // a year not approved
      .Set("tables/t.yaml",                                       // a row twice
           TableWith("  - {id: R1, n: 1, out: red}\n  - {id: R1, n: 2, out: red}\n"))
      .Set("tables/u.yaml",  // a row never reached
           TableWith("  - {id: U1, out: red}\n  - {id: U2, n: 2, out: red}\n", "first"))
      .Edit("tables/u.yaml", "id: t", "id: u")
      .Set("typfall/TF-02/typfall.yaml",  // two that contradict
           "code: TF-02\ntitle: Prov\nmax_mode: decide\nvalid_from: 2025-01-01\nsource: law\n"
           "criteria:\n  - {id: TF-02.c1, fact: f.count, cell: 1, text: ett}\n"
           "  - {id: TF-02.c2, fact: f.flag, cell: true, text: ja}\n"
           "  - {id: TF-02.c3, fact: result.outcome, cell: bifall, text: bifall}\n"
           "evidence:\n  - {source: AF, from_months_before: 1, why: prov}\n");

  const struct {
    std::string place;
    const char* message;
  } faults[] = {
      {"parameters/numbers.yaml:6:", "no version is in force from 2025-12-01"},
      {"parameters/steps.yaml:14:", "the rows S1 and S2 can fit the same values"},
      {"schema/facts.yaml:2:", "the unknown key \"titel\""},
      {"calc/calc.yaml:9:", "need each other's results"},
      {"tables/queues.yaml", "source"},
      {PolicyTree::Own("parameters/cap.yaml:1:"), "another kind or unit"},
      {PolicyTree::Own("approvals.yaml"), "is not approved"},
      {"tables/t.yaml:14:", "the row id \"R1\" stands twice"},
      {"tables/u.yaml:14:", "the row U2 is never reached"},
      {"typfall/TF-0", "TF-0"},
  };

  for (const auto& fault : faults) ExpectError(tree, fault.place, fault.message);
  std::set<std::string> files;
  for (const PolicyError& error : tree.Load().errors) files.insert(error.file);
  EXPECT_GE(files.size(), std::size(faults)) << TextOf(tree.Load().errors);
}

}  // namespace
}  // namespace dm::policy
