#include "worker/quality/draw.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dm::quality {
namespace {

constexpr char kSeed[] = "00112233445566778899aabbccddeeff";

SamplePlan Plan() {
  return {.pct = 6,
          .minimum = 30,
          .pre_share_pct = 25,
          .expected = 1335,
          .new_pct = 20,
          .factors = {{"TF-01", 2}},
          .fresh = {"TF-02"}};
}

CaseId Case(int number) {
  return CaseId::FromTrusted(fmt::format("EKB-202612-{:06}", number));
}

// A month: TF-01, TF-02 and none in turn, three kinds of household.
std::vector<SampleCase> Month(int size, const SamplePlan& plan) {
  const std::vector<std::string> typfall = {"TF-01", "TF-02", "TF-03", "-"};
  const std::vector<std::string> households = {"SINGLE", "COUPLE", "SINGLE_CHILDREN"};
  std::vector<SampleCase> cases;
  for (int i = 0; i < size; ++i) {
    SampleCase one;
    one.case_id = Case(i);
    one.stratum = {.typfall = typfall[static_cast<std::size_t>(i) % 4],
                   .household = households[static_cast<std::size_t>(i / 4) % 3],
                   .amount = std::to_string(i % 5)};
    const bool drawn = IsDrawnOnArrival(plan, kSeed, one.case_id, one.stratum.typfall);
    one.drawn = drawn ? DrawnHow::kArrival : DrawnHow::kNot;
    cases.push_back(one);
  }
  return cases;
}

std::set<CaseId> Sample(const SamplePlan& plan, std::vector<SampleCase> cases) {
  std::set<CaseId> sample;
  for (const CaseId& id : TopUp(plan, kSeed, cases)) sample.insert(id);
  for (const SampleCase& one : cases) {
    if (one.drawn == DrawnHow::kArrival) sample.insert(one.case_id);
  }
  return sample;
}

std::map<std::string, int> CountBy(const std::vector<SampleCase>& cases,
                                   const std::set<CaseId>& wanted) {
  std::map<std::string, int> counts;
  for (const SampleCase& one : cases) {
    if (wanted.contains(one.case_id)) ++counts[one.stratum.typfall];
  }
  return counts;
}

TEST(Draw, ThePlanIsReadAsItWasWritten) {
  const std::string text = Plan().ToString();
  EXPECT_EQ(text, "pct=6 min=30 pre=25 expected=1335 new=20 factor.TF-01=2 fresh.TF-02=1");
  EXPECT_EQ(*SamplePlan::Parse(text), Plan());
  EXPECT_FALSE(SamplePlan::Parse("pct=six").ok());
}

// Anyone can work it out: printf '<seed>\nEKB-202612-000007' | sha256sum | cut -c1-12.
TEST(Draw, ANumberIsTheFirst48BitsOfAHash) {
  EXPECT_EQ(fmt::format("{:012x}", DrawNumber(kSeed, Case(7))), "5a05a4fdd262");
}

TEST(Draw, EachTypfallHasItsShare) {
  const SamplePlan plan = Plan();
  EXPECT_EQ(RatePermyriad(plan, "TF-03"), 600);
  EXPECT_EQ(RatePermyriad(plan, "TF-01"), 1200);  // the weakest evidence: double
  EXPECT_EQ(RatePermyriad(plan, "TF-02"), 2000);  // new: a fifth
  const std::vector<SampleCase> cases = Month(1335, plan);
  const std::map<std::string, int> counts = CountBy(cases, Sample(plan, cases));
  EXPECT_GE(counts.at("TF-01"), 41);  // 12 % of 334, rounded up
  EXPECT_GE(counts.at("TF-02"), 67);
  EXPECT_GE(counts.at("TF-03"), 21);
  EXPECT_GE(counts.at("-"), 20);
}

TEST(Draw, TheSampleIsTheSmallestNumbersOfEachStratum) {
  const SamplePlan plan = Plan();
  const std::vector<SampleCase> cases = Month(600, plan);
  const std::set<CaseId> sample = Sample(plan, cases);
  for (const SampleCase& in : cases) {
    if (!sample.contains(in.case_id)) continue;
    for (const SampleCase& out : cases) {
      if (out.stratum != in.stratum || sample.contains(out.case_id)) continue;
      EXPECT_LT(DrawNumber(kSeed, in.case_id), DrawNumber(kSeed, out.case_id));
    }
  }
}

TEST(Draw, TheOrderOfArrivalChangesNothing) {
  const SamplePlan plan = Plan();
  std::vector<SampleCase> cases = Month(400, plan);
  const std::set<CaseId> sample = Sample(plan, cases);
  std::reverse(cases.begin(), cases.end());
  EXPECT_EQ(Sample(plan, cases), sample);
}

TEST(Draw, ASmallMunicipalityHasTheMinimum) {
  SamplePlan plan = Plan();
  plan.expected = 106;
  const std::vector<SampleCase> cases = Month(106, plan);
  const std::size_t size = Sample(plan, cases).size();
  EXPECT_GE(size, 30U);
  EXPECT_LE(size, 60U);
  const std::vector<SampleCase> few = Month(12, plan);
  EXPECT_EQ(Sample(plan, few).size(), 12U);
}

TEST(Draw, OnArrivalTheRateAsksForTheMinimumOfAnExpectedMonth) {
  SamplePlan plan = Plan();
  plan.expected = 200;  // 30 of 200: 15 %
  EXPECT_EQ(ArrivalRatePermyriad(plan, "TF-03"), 1500);
  EXPECT_EQ(ArrivalRatePermyriad(plan, "TF-01"), 1500);
  EXPECT_EQ(ArrivalRatePermyriad(plan, "TF-02"), 2000);  // its own share is more
  plan.expected = 10;
  EXPECT_EQ(ArrivalRatePermyriad(plan, "TF-03"), 10'000);
  plan.expected = 0;
  EXPECT_EQ(ArrivalRatePermyriad(plan, "TF-03"), 600);
}

TEST(Draw, AllAreAsLikelyAndAQuarterIsBeforePayment) {
  SamplePlan plan = Plan();
  plan.expected = 0;
  int drawn = 0;
  int before = 0;
  constexpr int kCases = 20'000;
  for (int i = 0; i < kCases; ++i) {
    if (!IsDrawnOnArrival(plan, kSeed, Case(i), "TF-03")) continue;
    ++drawn;
    if (IsPrePayment(plan, kSeed, Case(i))) ++before;
  }
  EXPECT_NEAR(drawn, kCases * 6 / 100, 110);  // more than three standard deviations
  EXPECT_NEAR(before, drawn / 4, 48);
}

TEST(Draw, TargetsAddUpAndFit) {
  const SamplePlan plan = Plan();
  std::map<Stratum, int> counts;
  for (int i = 0; i < 40; ++i) ++counts[{"TF-03", std::to_string(i % 13), "0"}];
  int sum = 0;
  for (const auto& [stratum, target] : TargetsOf(plan, counts)) {
    EXPECT_LE(target, counts[stratum]);
    sum += target;
  }
  EXPECT_EQ(sum, 30);  // the minimum, for 6 % would be 3
}

TEST(Draw, WhatTheCaseSystemDrewCountsInNoNumber) {
  const SamplePlan plan = Plan();
  std::vector<SampleCase> cases = Month(20, plan);
  for (SampleCase& one : cases) one.drawn = DrawnHow::kStated;
  EXPECT_TRUE(TopUp(plan, kSeed, cases).empty());
}

}  // namespace
}  // namespace dm::quality
