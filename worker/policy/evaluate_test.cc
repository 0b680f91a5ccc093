// What a loaded set answers: parameters, table parameters, decision tables and typfall, with known
// and unknown facts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kHead[] =
    "kind: decision\nid: t\ntitle: prov\nvalid_from: 2025-01-01\nsource: law\ninputs:\n  n: {fact: "
    "f.count}\n  c: {fact: "
    "f.colour}\n  b: {fact: f.flag}\noutputs:\n  out: {unit: code, domain: colour}\n";

class EvaluateTest : public testing::Test {
 protected:
  void Table(const std::string& hit,
             const std::string& rows,
             const std::string& otherwise = "none") {
    tree_.Set("tables/t.yaml",
              kHead + ("hit: " + hit) + "\nrows:\n" + rows + "otherwise: " + otherwise + "\n");
    Load();
  }

  void Load() {
    PolicyLoad load = tree_.Load();
    ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
    set_ = load.set;
  }

  TableResult Evaluate(const Facts& facts, const char* on = "2026-02-01") {
    const StatusOr<TableResult> result = set_->Evaluate("t", facts, Day(on));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : TableResult{};
  }

  static std::vector<std::string> RowsOf(const TableResult& result) {
    std::vector<std::string> rows;
    for (const TableHit& hit : result.hits) rows.push_back(hit.row);
    return rows;
  }

  PolicyTree tree_;
  std::shared_ptr<const PolicySet> set_;
};

Facts Known(int n, const char* colour, bool flag) {
  Facts facts;
  facts.Set("f.count", n);
  facts.Set("f.colour", colour);
  facts.Set("f.flag", flag);
  return facts;
}

constexpr char kOverlapping[] =
    "  - {id: R1, n: 1..5, c: red, out: red}\n  - {id: R2, n: 3..9, out: green}\n  - {id: R3, b: "
    "true, out: blue}\n";

TEST_F(EvaluateTest, FirstTakesTheFirstRowAndTellsWhyNotTheOthers) {
  Table("first", kOverlapping);
  EXPECT_THAT(RowsOf(Evaluate(Known(4, "red", true))), ElementsAre("R1"));
  const TableResult result = Evaluate(Known(4, "blue", true));
  EXPECT_THAT(RowsOf(result), ElementsAre("R2"));
  EXPECT_THAT(result.skipped, ElementsAre("R1:c"));
  EXPECT_EQ(std::get<std::string>(result.hits[0].outputs.at("out")), "green");
  EXPECT_EQ(result.hits[0].sources[0].citation, "den nya lagen");
}

TEST_F(EvaluateTest, CollectTakesEveryRowInOrder) {
  Table("collect", kOverlapping);
  EXPECT_THAT(RowsOf(Evaluate(Known(4, "red", true))), ElementsAre("R1", "R2", "R3"));
  EXPECT_THAT(RowsOf(Evaluate(Known(99, "red", false))), IsEmpty());
}

TEST_F(EvaluateTest, UniqueTakesTheOneRow) {
  Table("unique", "  - {id: R1, n: ..4, out: red}\n  - {id: R2, n: 5.., out: green}\n");
  EXPECT_THAT(RowsOf(Evaluate(Known(5, "red", true))), ElementsAre("R2"));
}

TEST_F(EvaluateTest, OtherwiseIsTakenOnlyWhenNoRowFits) {
  Table("first", "  - {id: R1, n: 1, out: red}\n", "{id: RX, out: blue}");
  EXPECT_FALSE(Evaluate(Known(1, "red", true)).otherwise);
  const TableResult result = Evaluate(Known(2, "red", true));
  EXPECT_TRUE(result.otherwise);
  EXPECT_THAT(RowsOf(result), ElementsAre("RX"));
}

TEST_F(EvaluateTest, AnUnknownFactThatCouldChangeTheResultMakesItUndetermined) {
  Table("first", kOverlapping);
  Facts facts = Known(4, "red", true);
  facts.SetUnknown("f.colour");
  const TableResult result = Evaluate(facts);
  EXPECT_THAT(result.undetermined, ElementsAre("f.colour"));
  EXPECT_THAT(result.hits, IsEmpty());
  EXPECT_FALSE(result.otherwise);
}

TEST_F(EvaluateTest, AnUnknownFactThatCannotChangeTheResultDoesNot) {
  Table("first", kOverlapping);
  Facts facts = Known(7, "red", true);
  facts.SetUnknown("f.colour");  // R1 fails on n already
  facts.SetUnknown("f.flag");    // R2 comes before R3
  const TableResult result = Evaluate(facts);
  EXPECT_THAT(RowsOf(result), ElementsAre("R2"));
  EXPECT_THAT(result.undetermined, IsEmpty());
}

TEST_F(EvaluateTest, AFactThatWasNeverSetIsUnknown) {
  Table("collect", kOverlapping);
  EXPECT_THAT(Evaluate(Facts()).undetermined, ElementsAre("f.count", "f.colour", "f.flag"));
}

TEST_F(EvaluateTest, AnUnknownFactNeverLeadsToOtherwise) {
  Table("first", "  - {id: R1, n: 1, out: red}\n", "{id: RX, out: blue}");
  const TableResult result = Evaluate(Facts());
  EXPECT_FALSE(result.otherwise);
  EXPECT_THAT(result.hits, IsEmpty());
}

TEST_F(EvaluateTest, AnUnknownFactIsHarmlessWhereTheCellNamesEveryValue) {
  Table("first", "  - {id: R1, c: [red, green, blue], out: red}\n");
  EXPECT_THAT(RowsOf(Evaluate(Facts())), ElementsAre("R1"));
}

TEST_F(EvaluateTest, OfAUniqueTableAKnownFactRulesTheOtherRowsOut) {
  Table("unique",
        "  - {id: R1, n: 1, c: red, out: red}\n  - {id: R2, n: 2, out: green}\n  - {id: R3, n: 1, "
        "c: [green, blue], out: blue}\n");
  Facts facts;
  facts.Set("f.count", 2);
  EXPECT_THAT(RowsOf(Evaluate(facts)), ElementsAre("R2"));
}

TEST_F(EvaluateTest, AFactOfTheWrongTypeIsUnknown) {
  Table("first", "  - {id: R1, n: 1, out: red}\n");
  Facts facts;
  facts.Set("f.count", "1");
  EXPECT_THAT(Evaluate(facts).undetermined, ElementsAre("f.count"));
}

TEST_F(EvaluateTest, RowsHoldOnlyBetweenTheirDates) {
  Table("first",
        "  - {id: R1, n: 1, valid_to: 2025-12-31, out: red}\n  - {id: R2, n: 1, valid_from: "
        "2026-01-01, out: blue}\n");
  EXPECT_THAT(RowsOf(Evaluate(Known(1, "red", true), "2025-12-31")), ElementsAre("R1"));
  EXPECT_THAT(RowsOf(Evaluate(Known(1, "red", true), "2026-01-01")), ElementsAre("R2"));
}

TEST_F(EvaluateTest, ATableOutsideItsDatesIsNotFound) {
  Table("first", "  - {id: R1, n: 1, out: red}\n");
  EXPECT_EQ(set_->Evaluate("t", Facts(), Day("2024-12-31")).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(set_->Evaluate("nothing", Facts(), Day("2026-01-01")).status().code(),
            StatusCode::kNotFound);
}

TEST_F(EvaluateTest, ACellMayNameAParameterAsItStandsOnTheDay) {
  tree_.Set("tables/t.yaml",
            "kind: decision\nid: t\ntitle: prov\nhit: first\nvalid_from: 2025-01-01\nsource: "
            "law\ninputs:\n  m: {fact: "
            "f.money}\noutputs:\n  out: {unit: code, domain: colour}\nrows:\n  - {id: R1, m: "
            "..param(number), out: red}\n  - {id: R2, "
            "m: param(number)..1000, out: blue}\notherwise: none\n");
  Load();
  Facts facts;
  facts.Set("f.money", Money::FromKronor(150));
  EXPECT_THAT(RowsOf(Evaluate(facts, "2025-06-01")), ElementsAre("R2"));
  EXPECT_THAT(RowsOf(Evaluate(facts, "2026-06-01")), ElementsAre("R1"));
}

TEST_F(EvaluateTest, ACellMayExcludeWhatAParameterNames) {
  tree_.Set(
      "tables/t.yaml",
      "kind: decision\nid: t\ntitle: prov\nhit: first\nvalid_from: 2025-01-01\nsource: "
      "law\ninputs:\n  m: {fact: f.money}\noutputs:\n  out: {unit: code, domain: colour}\nrows:\n  "
      "- {id: R1, m: {not: [..param(number)]}, out: red}\notherwise: none\n");
  Load();
  Facts facts;
  facts.Set("f.money", Money::FromKronor(150));
  EXPECT_THAT(RowsOf(Evaluate(facts, "2025-06-01")), ElementsAre("R1"));
  EXPECT_THAT(RowsOf(Evaluate(facts, "2026-06-01")), IsEmpty());
}

TEST_F(EvaluateTest, UniqueIsJudgedWithTheParameterOfEachTime) {
  tree_.Set("tables/t.yaml",
            "kind: decision\nid: t\ntitle: prov\nvalid_from: 2025-01-01\nsource: law\ninputs:\n  "
            "m: {fact: f.money}\noutputs:\n  out: "
            "{unit: code, domain: colour}\nrows:\n  - {id: R1, m: ..param(number), out: red}\n  - "
            "{id: R2, m: 150..1000, out: "
            "blue}\notherwise: none\n");
  // 100 in 2025 leaves the rows apart, 200.50 in 2026 makes them overlap.
  EXPECT_THAT(TextOf(tree_.Load().errors), HasSubstr("the rows R1 and R2 can fit the same values"));
}

// Parameters.

TEST_F(EvaluateTest, AParameterHasTheValueOfItsDay) {
  Load();
  const StatusOr<ParameterValue> before = set_->Get("number", Day("2025-12-31"));
  const StatusOr<ParameterValue> after = set_->Get("number", Day("2026-01-01"));
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(before->money(), Money::FromKronor(100));
  EXPECT_EQ(after->money(), Money::FromOre(20050));
  EXPECT_EQ(after->row, "number@2026-01-01");
  EXPECT_EQ(after->InputRef(), "policy:number@2026-01-01");
  EXPECT_EQ(after->grade, "A");
}

TEST_F(EvaluateTest, ASourceIsCitedAsItStoodOnTheDay) {
  Load();
  EXPECT_EQ(set_->Get("number", Day("2025-06-30"))->sources[0].citation, "den gamla lagen");
  EXPECT_EQ(set_->Get("number", Day("2025-07-01"))->sources[0].citation, "den nya lagen");
  EXPECT_EQ(set_->SourceOn("law", Day("1999-12-31")).status().code(), StatusCode::kNotFound);
}

TEST_F(EvaluateTest, ADayWithoutAVersionIsNotFoundAndNeverTheYearBefore) {
  tree_.Edit("parameters/numbers.yaml",
             "{valid_from: 2026-01-01,",
             "{valid_from: 2026-01-01, valid_to: 2026-12-31,");
  Load();
  const Status status = set_->Get("number", Day("2027-01-01")).status();
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_THAT(
      MessageOf(status),
      HasSubstr(
          "number has no version in force on 2027-01-01; it covers 2025-01-01 to 2026-12-31"));
  EXPECT_FALSE(set_->Has("number", Day("2027-01-01")));
  EXPECT_TRUE(set_->Has("number", Day("2026-12-31")));
  EXPECT_EQ(set_->Get("nothing", Day("2026-01-01")).status().code(), StatusCode::kNotFound);
}

TEST_F(EvaluateTest, ATableParameterContinuesAboveItsLastRow) {
  Load();
  const auto steps = [&](std::int64_t size) {
    return set_->Lookup("steps", {{"size", size}, {"unused", true}}, Day("2026-01-01"));
  };
  EXPECT_EQ(steps(3)->money(), Money::FromKronor(25));
  EXPECT_EQ(steps(4)->money(), Money::FromKronor(30));
  EXPECT_EQ(steps(10)->money(), Money::FromKronor(60));
  EXPECT_EQ(steps(3)->row, "S2");
  EXPECT_EQ(steps(4)->row, "SN");
  EXPECT_EQ(steps(2)->InputRef(), "policy:steps/S2");
  EXPECT_EQ(steps(0).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(steps(std::int64_t{1} << 40).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(EvaluateTest, ATableParameterNamesTheKeyThatItLacks) {
  Load();
  const Status status = set_->Lookup("steps", {}, Day("2026-01-01")).status();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_THAT(MessageOf(status), HasSubstr("steps needs the key size"));
  EXPECT_EQ(set_->Get("steps", Day("2026-01-01")).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(EvaluateTest, AVersionIsApprovedOnlyWhenTheMunicipalityHasApprovedIt) {
  // A year before the municipality's period: loaded, and never approved.
  tree_.Append(
      "parameters/steps.yaml",
      "  - valid_from: 2024-01-01\n    valid_to: 2024-12-31\n    source: law\n    grade: A\n"
      "    rows: [{id: S0, size: 1.., value: 9}]\n");
  Load();
  const Keys one = {{"size", std::int64_t{1}}};
  EXPECT_FALSE(set_->Lookup("steps", one, Day("2024-06-01"))->approved);
  EXPECT_TRUE(set_->Lookup("steps", one, Day("2026-01-01"))->approved);
  EXPECT_TRUE(set_->Get("number", Day("2026-01-01"))->approved) << "it needs no approval";
}

TEST_F(EvaluateTest, NothingOfADraftIsApproved) {
  tree_.Edit(PolicyTree::Own("manifest.yaml"), "approved", "draft");
  Load();
  EXPECT_FALSE(set_->Get("number", Day("2026-01-01"))->approved);
}

TEST_F(EvaluateTest, ADraftIsTriedAsItWouldBeOnceApproved) {
  tree_.Edit(PolicyTree::Own("manifest.yaml"), "approved", "draft");
  const PolicyLoad tried = LoadPolicies(tree_.root(), kTestMunicipality, DraftUse::kAsIfApproved);
  ASSERT_NE(tried.set, nullptr) << TextOf(tried.errors);
  EXPECT_TRUE(tried.set->Get("number", Day("2026-01-01"))->approved);
  EXPECT_EQ(tried.set->sha256(), tree_.Load().set->sha256()) << "the same files";
  EXPECT_FALSE(
      LoadPolicyContent(tried.set->content()).set->Get("number", Day("2026-01-01"))->approved);
}

TEST_F(EvaluateTest, WhatIsNoDraftIsNeverTakenAsApproved) {
  tree_.Edit("manifest.yaml", "status: approved", "status: test_only");
  const PolicyLoad load = LoadPolicies(tree_.root(), kTestMunicipality, DraftUse::kAsIfApproved);
  ASSERT_NE(load.set, nullptr) << TextOf(load.errors);
  EXPECT_FALSE(load.set->Get("number", Day("2026-01-01"))->approved);
}

TEST_F(EvaluateTest, AMunicipalityTakesThePlaceOfAnOpenDefault) {
  tree_.Set("parameters/word.yaml",
            "id: open.word\ntitle: Ord\nunit: code\ndomain: colour\nversions:\n  - {valid_from: "
            "2025-01-01, value: red, grade: P, source: law}\n");
  Load();
  EXPECT_EQ(set_->Get("open.word", Day("2026-01-01"))->grade, "P");
  tree_.Set(PolicyTree::Own("parameters/word.yaml"),
            "id: open.word\ntitle: Ord\nunit: code\ndomain: colour\nversions:\n  - {valid_from: "
            "2025-01-01, value: red, grade: B, source: law}\n");
  Load();
  EXPECT_EQ(set_->Get("open.word", Day("2026-01-01"))->grade, "B");
}

// Typfall.

TEST_F(EvaluateTest, ATypfallHoldsOnlyWhenEveryCriterionDoes) {
  Load();
  const TypfallPolicy& typfall = set_->typfall().at(0);
  EXPECT_EQ(typfall.mode, Mode::kPropose);
  const auto match = [&](const Facts& facts, const char* on = "2026-01-01") {
    std::vector<std::string> unmet;
    const Verdict verdict = set_->MatchTypfall(typfall, facts, Day(on), &unmet);
    return std::make_pair(verdict, unmet);
  };
  Facts facts;
  facts.Set("result.outcome", "bifall");
  facts.Set("f.count", 1);
  EXPECT_THAT(match(facts), testing::Pair(Verdict::kUnknown, ElementsAre("TF-01.c2?")));
  facts.Set("f.flag", true);
  EXPECT_THAT(match(facts), testing::Pair(Verdict::kPass, IsEmpty()));
  facts.Set("f.count", 2);
  facts.SetUnknown("f.flag");
  EXPECT_THAT(match(facts), testing::Pair(Verdict::kFail, ElementsAre("TF-01.c1", "TF-01.c2?")));
  facts.Set("f.count", 1);
  facts.Set("f.flag", true);
  EXPECT_THAT(match(facts, "2024-12-31"),
              testing::Pair(Verdict::kFail, ElementsAre("TF-01.valid")));
}

TEST(FactsTest, WhatIsClearedIsForgottenAndItsRoomUsedAgain) {
  Facts facts;
  for (int round = 0; round < 3; ++round) {
    const int count = round == 1 ? 3 : 200;  // few, and more than stand in a row
    for (int i = 0; i < count; ++i)
      facts.SetNamed("f." + std::to_string(i), std::int64_t{i + round});
    EXPECT_EQ(facts.values().size(), static_cast<std::size_t>(count));
    EXPECT_EQ(facts.Get("f.2"), FactValue(std::int64_t{2 + round}));
    EXPECT_EQ(facts.Get("f.150").has_value(), round != 1);
    facts.Clear();
    EXPECT_TRUE(facts.values().empty());
    EXPECT_FALSE(facts.Get("f.2").has_value());
  }
}

TEST(FactsTest, ARenewedSetHoldsNothingOfTheCaseBeforeWhateverOrderItIsSetIn) {
  Facts facts;
  facts.Set("f.flag", true);
  facts.Set("f.count", 1);
  facts.Set("f.word", "a word that is longer than a few letters");
  facts.Renew();
  EXPECT_FALSE(facts.Get("f.flag").has_value());
  EXPECT_FALSE(facts.Get("f.word").has_value());
  facts.Set("f.word", "other");
  facts.Set("f.flag", false);
  facts.Set("f.flag", 7);  // of another type than before
  facts.Set("f.new", "new");
  EXPECT_EQ(facts.Get("f.word"), FactValue(std::string("other")));
  EXPECT_EQ(facts.Get("f.flag"), FactValue(std::int64_t{7}));
  EXPECT_FALSE(facts.Get("f.count").has_value());
  EXPECT_EQ(facts.Get("f.new"), FactValue(std::string("new")));
  EXPECT_EQ(facts.values().size(), 4U);
}

}  // namespace
}  // namespace dm::policy
