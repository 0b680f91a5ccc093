#include "connectors/sim/latency.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sim/responder.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/test_questions.h"

namespace dm::sim {
namespace {

using test::QuestionText;
using testing::AllOf;
using testing::Ge;
using testing::Le;

// Ten thousand draws, from the fastest to the slowest.
std::vector<int> Draws(const Latency& latency) {
  std::vector<int> all;
  all.reserve(10'000);
  for (int call = 0; call < 10'000; ++call) all.push_back(latency.Draw(Chance(1, "p", call, "FK")));
  std::ranges::sort(all);
  return all;
}

TEST(Latency, IsTheSameForEveryCallWhenFixed) {
  const auto draws = Draws({.a = 120});
  EXPECT_EQ(draws.front(), 120);
  EXPECT_EQ(draws.back(), 120);
}

TEST(Latency, StaysBetweenItsEndsWhenUniform) {
  const auto draws = Draws({.shape = Latency::Shape::kUniform, .a = 100, .b = 300});
  EXPECT_EQ(draws.front(), 100);
  EXPECT_EQ(draws.back(), 300);
  EXPECT_THAT(draws[5'000], AllOf(Ge(195), Le(205)));
}

TEST(Latency, HasItsMeanAndNeverRunsBackwardsWhenNormal) {
  const auto draws = Draws({.shape = Latency::Shape::kNormal, .a = 100, .b = 80});
  EXPECT_EQ(draws.front(), 0);
  EXPECT_THAT(draws[5'000], AllOf(Ge(96), Le(104)));
  EXPECT_THAT(draws[8'413], AllOf(Ge(172), Le(188)));
}

TEST(Latency, HasItsMedianAndItsLongTailWhenLognormal) {
  const auto draws = Draws({.shape = Latency::Shape::kLognormal, .a = 300, .b = 600});
  EXPECT_THAT(draws[5'000], AllOf(Ge(285), Le(315)));
  EXPECT_THAT(draws[8'413], AllOf(Ge(560), Le(640)));
  EXPECT_GT(draws.back(), 2'000);
}

TEST(Latency, MeetsItsPercentiles) {
  const auto draws = Draws({.shape = Latency::Shape::kPercentiles, .a = 300, .b = 900, .c = 4'000});
  EXPECT_THAT(draws[5'000], AllOf(Ge(280), Le(325)));
  EXPECT_THAT(draws[9'000], AllOf(Ge(860), Le(1'000)));
  EXPECT_THAT(draws[9'900], AllOf(Ge(3'600), Le(4'400)));
  EXPECT_THAT(draws.front(), AllOf(Ge(150), Le(160)));
  EXPECT_THAT(draws.back(), AllOf(Ge(5'000), Le(6'000)));
}

Responder With(const std::string& yaml) {
  auto scenario = ParseScenario(yaml, "test");
  EXPECT_TRUE(scenario.ok()) << scenario.status();
  return Responder(scenario.ok() ? *std::move(scenario) : Scenario());
}

std::vector<int> DelaysOf(Responder& responder, const std::string& person) {
  QuestionText question;
  question.person = person;
  std::vector<int> delays;
  delays.reserve(20);
  for (int call = 0; call < 20; ++call) {
    delays.push_back(responder.Respond(question.Xml()).delay_ms);
  }
  return delays;
}

TEST(Latency, IsRepeatedByPersonAndCallWhateverCameBetween) {
  const std::string yaml = "defaults: {latency_ms: {FK: {p50: 300, p90: 900, p99: 4000}}}\n";
  Responder alone = With(yaml);
  Responder busy = With(yaml);
  DelaysOf(busy, "198503122387");
  const auto delays = DelaysOf(alone, "199001012385");
  EXPECT_EQ(delays, DelaysOf(busy, "199001012385"));
  EXPECT_GT(std::ranges::count_if(delays, [&](int one) { return one != delays[0]; }), 15);
  Responder other =
      With("defaults: {seed: 2, latency_ms: {FK: {p50: 300, p90: 900, p99: 4000}}}\n");
  EXPECT_NE(delays, DelaysOf(other, "199001012385"));
}

TEST(Latency, OfAnAnswerIsItsSlowestAgencysAndItsOwn) {
  Responder responder = With("defaults: {latency_ms: {all: 10, SO: 50, call: {fixed: 7}}}\n");
  EXPECT_EQ(responder.Respond(QuestionText().Xml()).delay_ms, 57);
}

TEST(Latency, IsRefusedWhereItsNumbersDoNotFit) {
  const auto problem = [](const std::string& latency) {
    return MessageOf(
        ParseScenario("defaults: {latency_ms: {FK: {" + latency + "}}}\n", "s").status());
  };
  EXPECT_EQ(problem("p50: 900, p90: 300"),
            "s:1: defaults.latency_ms.FK.p50: must not be above the numbers that follow it");
  EXPECT_THAT(problem("min: 5"), testing::HasSubstr("FK.max: is missing"));
  EXPECT_EQ(problem("fixed: 5, sd: 2"), "s:1: defaults.latency_ms.FK.sd: unknown key");
}

TEST(FaultRate, StrikesItsShareAndTheSameCallsAgain) {
  const std::string yaml = "faults: [{do: omit, agency: SO, rate: 0.03}]\n";
  const auto struck = [](Responder& responder) {
    std::vector<int> calls;
    for (int call = 0; call < 10'000; ++call) {
      if (!responder.Respond(QuestionText().Xml()).record.faults.empty()) calls.push_back(call);
    }
    return calls;
  };
  Responder one = With(yaml);
  Responder again = With(yaml);
  const auto calls = struck(one);
  EXPECT_THAT(calls.size(), AllOf(Ge(250U), Le(350U)));
  EXPECT_EQ(calls, struck(again));
}

}  // namespace
}  // namespace dm::sim
