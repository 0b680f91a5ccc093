// Runs every golden case beside the typfall. A new file is found by itself.
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "worker/golden/suite.h"
#include "worker/policy/loaded_set.h"

namespace dm::golden {
namespace {

class TypfallCasesTest : public ::testing::TestWithParam<std::string> {};

TEST_P(TypfallCasesTest, GivesWhatItSays) {
  const StatusOr<GoldenCase> golden = ReadGoldenCase(GetParam());
  ASSERT_TRUE(golden.ok()) << MessageOf(golden.status());
  for (const std::string& line : DifferencesOf(*golden, RunGoldenCase(*golden))) {
    ADD_FAILURE() << golden->title << "\n" << line;
  }
}

std::string NameOf(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Policies,
                         TypfallCasesTest,
                         ::testing::ValuesIn(FindGoldenCases()),
                         NameOf);

class VariantsTest : public ::testing::TestWithParam<std::string> {};

TEST_P(VariantsTest, EachGivesWhatItSays) {
  const auto variants = ReadVariants(ShippedFolder(), GetParam());
  ASSERT_TRUE(variants.ok()) << MessageOf(variants.status());
  for (const GoldenCase& golden : *variants) {
    for (const std::string& line : DifferencesOf(golden, RunGoldenCase(golden))) {
      ADD_FAILURE() << golden.title << "\n" << line;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Policies,
                         VariantsTest,
                         ::testing::ValuesIn(FindVariantFiles(ShippedFolder())),
                         NameOf);

// Tables, parameters and criteria one at a time, as the suite reads them.
TEST(TypfallCases, EachPartGivesWhatItSays) {
  const Suite suite = LoadSuite(ShippedFolder());
  for (const PolicyError& error : suite.errors) ADD_FAILURE() << error.ToString();
  int parts = 0;
  for (const SuiteCase& one : suite.cases) {
    if (!std::holds_alternative<PartsCase>(one.what)) continue;
    const auto set =
        ShippedPolicies(one.municipality.empty() ? kExampleMunicipality : one.municipality);
    ++parts;
    for (const std::string& line :
         RunCase(one, {.set = set, .data = policy::DataOf(*set)}).differences)
      ADD_FAILURE() << one.name << "\n" << line;
  }
  EXPECT_GT(parts, 50);
}

// What a criterion demands is worth nothing until a case shows that it stops one.
TEST(TypfallCases, EveryCriterionOfATypfallFailsInSomeCaseAndAloneInMost) {
  std::map<std::string, bool> alone;  // criterion → fails alone somewhere
  const auto note = [&](const GoldenCase& golden) {
    for (const auto& [typfall, unmet] : RunGoldenCase(golden).unmet) {
      for (std::string id : unmet) {
        if (id.ends_with('?')) id.pop_back();
        alone[id] = alone[id] || unmet.size() == 1;
      }
    }
  };
  for (const std::string& path : FindGoldenCases()) {
    const StatusOr<GoldenCase> golden = ReadGoldenCase(path);
    ASSERT_TRUE(golden.ok()) << path;
    note(*golden);
  }
  for (const std::string& path : FindVariantFiles(ShippedFolder())) {
    const auto variants = ReadVariants(ShippedFolder(), path);
    ASSERT_TRUE(variants.ok()) << path;
    for (const GoldenCase& golden : *variants) note(golden);
  }
  int criteria = 0;
  int never_alone = 0;
  for (const TypfallPolicy& typfall : ShippedPolicies()->typfall()) {
    for (const Criterion& criterion : typfall.criteria) {
      ++criteria;
      const auto found = alone.find(criterion.id);
      EXPECT_NE(found, alone.end()) << criterion.id << " " << criterion.text;
      if (found != alone.end() && !found->second) ++never_alone;
    }
  }
  RecordProperty("criteria", criteria);
  RecordProperty("never_alone", never_alone);
  std::cout << criteria << " criteria, " << never_alone << " never fail alone\n";
}

TEST(TypfallCases, EachTypfallHasOneThatMatchesOneThatNearlyMatchesAndOneForAHuman) {
  std::map<std::string, std::set<std::string>> kinds;
  constexpr std::string_view kFolder = "typfall/";
  for (const std::string& path : FindGoldenCases()) {
    if (!path.starts_with(kFolder)) continue;
    const StatusOr<GoldenCase> golden = ReadGoldenCase(path);
    ASSERT_TRUE(golden.ok()) << MessageOf(golden.status());
    kinds[path.substr(kFolder.size(), path.find('/', kFolder.size()) - kFolder.size())].insert(
        golden->kind);
  }
  const std::set<std::string> all = {"match", "near", "human"};
  for (const TypfallPolicy& typfall : ShippedPolicies()->typfall()) {
    EXPECT_EQ(kinds[typfall.code], all) << typfall.code;
  }
}

TEST(TypfallCases, ADifferenceIsNotOverlooked) {
  const StatusOr<GoldenCase> golden = ReadGoldenCase(FindGoldenCases().back());
  ASSERT_TRUE(golden.ok());
  Expectation changed = golden->expect;
  changed.grant += "1";
  changed.findings.emplace_back("GATE.G00.FAIL.INVENTED");
  EXPECT_EQ(Differences(changed, RunGoldenCase(*golden)).size(), 2U);
}

}  // namespace
}  // namespace dm::golden
