// The cases guard the rules: what each mutant does to them, and what is told of those that survive.
#include "worker/golden/mutation.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "worker/golden/suite.h"
#include "worker/golden/words.h"
#include "worker/policy/loaded_set.h"

namespace dm::golden {
namespace {

std::vector<SetUnderTest> BothMunicipalities() {
  std::vector<SetUnderTest> sets;
  for (const char* name : {"0000-exempelkommun", "0001-provkommun"}) {
    const std::shared_ptr<const PolicySet> set = ShippedPolicies(name);
    sets.push_back({set, policy::DataOf(*set)});
  }
  return sets;
}

MutationOptions Only(const std::string& part) {
  MutationOptions options;
  options.only = part;
  return options;
}

MutationOptions Sample(std::size_t size, std::uint64_t seed, int jobs) {
  MutationOptions options;
  options.sample = size;
  options.seed = seed;
  options.jobs = jobs;
  return options;
}

class Mutation : public ::testing::Test {
 protected:
  Mutation() : sets_(BothMunicipalities()), suite_(LoadSuite(ShippedFolder())) {}

  // The shipped cases but those of files with `without` in their names.
  MutationReport Report(const MutationOptions& options, const std::string& without = "none") {
    std::erase_if(suite_.cases, [&](const SuiteCase& one) {
      return one.name.find(without) != std::string::npos;
    });
    std::vector<CaseRun> runs;
    for (const SuiteCase& one : suite_.cases) {
      const auto under = std::find_if(sets_.begin(), sets_.end(), [&](const SetUnderTest& set) {
        return set.set->municipality() == one.municipality;
      });
      runs.push_back(RunCase(one, *under));
    }
    return Mutate(suite_, runs, sets_, options);
  }

  std::vector<SetUnderTest> sets_;
  Suite suite_;
};

TEST_F(Mutation, ATableWithACaseForEachWordHasNoSurvivor) {
  const MutationReport report = Report(Only("tables/benefit_groups.yaml"));
  EXPECT_GT(report.total().killed, 10U);
  EXPECT_EQ(report.percent(), 100U);
  EXPECT_TRUE(report.survivors.empty());
}

TEST_F(Mutation, ASurvivorIsToldWithItsPlaceAndTheCaseThatWouldNotice) {
  const MutationReport report = Report(Only("tables/benefit_groups.yaml"), "parts.yaml");
  EXPECT_LT(report.percent(), 100U);
  ASSERT_FALSE(report.survivors.empty());
  for (const Survivor& one : report.survivors) {
    EXPECT_EQ(one.place.file, "tables/benefit_groups.yaml");
    EXPECT_GT(one.place.line, 0);
    EXPECT_NE(one.rule.find("benefit.groups/"), std::string::npos);
    EXPECT_FALSE(one.killer.empty());
  }
}

TEST_F(Mutation, WhatRowsAboveTakeAnyhowSaysTheSameAndIsNotCounted) {
  const MutationReport report = Report(Only("cap.housing"));
  EXPECT_GT(report.total().equivalent, 10U);
  EXPECT_GT(report.total().refused, 10U);
  EXPECT_EQ(report.percent(), 100U);
}

TEST_F(Mutation, AChangedFormulaIsNoticedByAHousehold) {
  const MutationReport report = Report(Only("norm/N30-SAMBO"));
  EXPECT_GT(report.total().killed, 0U);
}

TEST_F(Mutation, TheSameSeedDrawsTheSameMutantsOnAnyNumberOfThreads) {
  constexpr std::size_t kSample = 40;
  constexpr std::uint64_t kSeed = 7;
  const MutationReport one = Report(Sample(kSample, kSeed, 1));
  const MutationReport two = Report(Sample(kSample, kSeed, 2));
  EXPECT_EQ(one.total().mutants, kSample);
  ASSERT_EQ(one.files.size(), two.files.size());
  for (std::size_t i = 0; i < one.files.size(); ++i) {
    EXPECT_EQ(one.files[i].file, two.files[i].file);
    EXPECT_EQ(one.files[i].killed, two.files[i].killed);
  }
}

TEST_F(Mutation, MostMutantsOfTheShippedSetAreNoticed) {
  constexpr std::size_t kSample = 120;
  constexpr std::size_t kPercentMin = 90;  // of so few; policy test --mutate asks all of them
  const MutationReport report = Report(Sample(kSample, 2026, 2));
  std::string survivors;
  for (const Survivor& one : report.survivors) {
    survivors += InWords(one.place) + " " + one.rule + ", " + one.what + "\n";
  }
  EXPECT_GE(report.percent(), kPercentMin) << survivors;
}

}  // namespace
}  // namespace dm::golden
