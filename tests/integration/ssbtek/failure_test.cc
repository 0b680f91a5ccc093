// How the connector meets a service that fails, over loopback with the simulator: what is asked
// again and what is not, what waits, and what the others' answers come to meanwhile.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/simulator.h"
#include "connectors/ssbtek/ssbtek_source.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using testing::ElementsAre;

// Real time, moved on by a test: a breaker's pause need not be waited for.
class MovableClock final : public Clock {
 public:
  Instant Now() const override { return now_.PlusMs(moved_ms_); }

  std::int64_t MonotonicMs() const override { return RealClock().MonotonicMs() + moved_ms_; }

  void Set(Instant now) { now_ = now; }

  void Advance(std::int64_t ms) { moved_ms_ += ms; }

 private:
  Instant now_ = test::Now();  // a Monday, 08:00 in Sweden
  std::int64_t moved_ms_ = 0;
};

// Runs in both versions of the contract.
class Failures : public testing::TestWithParam<std::string> {
 protected:
  void Start(const std::string& faults) {
    auto scenario = sim::ParseScenario(
        "defaults: {so_funds: [{name: Testkassan A}]}\nfaults: [" + faults + "]\n", "test.yaml");
    ASSERT_TRUE(scenario.ok()) << scenario.status();
    auto simulator = sim::Simulator::Start(*std::move(scenario), {});
    ASSERT_TRUE(simulator.ok()) << simulator.status();
    simulator_ = *std::move(simulator);
    Options options = options_;
    options.url = simulator_->url();
    options.contract_version = GetParam();
    options.tax_question.individual_income = true;
    auto source = SsbtekSource::Create(options, clock_);
    ASSERT_TRUE(source.ok()) << source.status();
    source_ = *std::move(source);
  }

  // The states by source; "CONFIRMED_EMPTY" is left out, so that only what went wrong shows.
  std::map<std::string, std::string> Ask(std::int64_t timeout_ms = 5'000) {
    EvidenceQuestion question = MakeQuestion({Question(Source::kAf),
                                              Question(Source::kCsn),
                                              FkQuestion(),
                                              PmQuestion(),
                                              Question(Source::kSkv),
                                              Question(Source::kSo),
                                              Question(Source::kTns),
                                              Question(Source::kMiv)});
    question.timeout_ms = timeout_ms;
    const auto answers = AskOne(*source_, question, clock_.Now());
    EXPECT_TRUE(answers.ok()) << answers.status();
    std::map<std::string, std::string> wrong;
    if (!answers.ok()) return wrong;
    EXPECT_EQ(answers->size(), 8U);
    answers_ = *answers;
    for (const SourceAnswer& answer : *answers) {
      const std::string state = StateOf(answer);
      if (state != "CONFIRMED_EMPTY") wrong[SourceCode(answer.source)] = state;
    }
    return wrong;
  }

  // "AF+CSN+FK+SKV+SO+TNS+MIV" a call, in the order of arrival; split calls run side by side.
  std::vector<std::string> Calls() const {
    std::vector<std::string> calls;
    for (const auto& record : simulator_->questions()) {
      std::string agencies;
      for (const std::string& agency : record.agencies) {
        agencies += agencies.empty() ? agency : "+" + agency;
      }
      calls.push_back(agencies);
    }
    return calls;
  }

  Options options_ = MakeOptions();
  MovableClock clock_;
  std::unique_ptr<sim::Simulator> simulator_;
  std::unique_ptr<SsbtekSource> source_;
  std::vector<SourceAnswer> answers_;
};

using Wrong = std::map<std::string, std::string>;
constexpr std::int64_t kHalfHourMs = 1'800'000;
constexpr char kEvery[] = "AF+CSN+FK+SKV+SO+TNS+MIV";

TEST_P(Failures, AServiceThatAnswersIsAskedOnce) {
  Start("");
  EXPECT_EQ(Ask(), Wrong{});
  EXPECT_THAT(Calls(), ElementsAre(kEvery));
}

TEST_P(Failures, OneSlowAgencyDoesNotHoldTheOthersAnswers) {
  Start("{do: delay, agency: SO, delay_ms: 60000}");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(Ask(1'500), (Wrong{{"SO", "TIMEOUT HTTP.TIMEOUT"}}));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
  const auto calls = Calls();
  ASSERT_EQ(calls.size(), 8U);
  EXPECT_EQ(calls[0], kEvery);
  EXPECT_THAT(std::vector(calls.begin() + 1, calls.end()),
              testing::UnorderedElementsAre("AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"));
}

TEST_P(Failures, EachCallHasACorrelationIdOfItsOwnUnderTheQuestions) {
  Start("{do: soap_fault, calls: {first: 1}}");
  EXPECT_EQ(Ask(), Wrong{});
  std::vector<std::string> ids;
  for (const auto& record : simulator_->questions()) ids.push_back(record.correlation_id);
  std::ranges::sort(ids);
  EXPECT_THAT(ids,
              ElementsAre("corr-1",
                          "corr-1.AF",
                          "corr-1.CSN",
                          "corr-1.FK",
                          "corr-1.MIV",
                          "corr-1.SKV",
                          "corr-1.SO",
                          "corr-1.TNS"));
}

TEST_P(Failures, AnAgencysErrorIsNotAskedAboutAgainByItself) {
  Start("{do: error, agency: CSN, source: SSBT, code: TIMEOUT, message: x, calls: {first: 1}}");
  EXPECT_EQ(Ask(), (Wrong{{"CSN", "ERROR SSBT.TIMEOUT"}}));
  EXPECT_THAT(Calls(), ElementsAre(kEvery));
  EXPECT_EQ(Ask(), Wrong{}) << "the case asks again later, for the agencies that failed";
}

TEST_P(Failures, ABreakerHoldsAnAgencyAndAProbeLetsItBack) {
  options_.breaker = {.failures_to_break = 2, .first_break_ms = 60'000, .break_max_ms = 600'000};
  Start("{do: error, agency: TNS, source: SSBT, code: TIMEOUT, message: x, calls: {first: 2}}");
  EXPECT_EQ(Ask(), (Wrong{{"TNS", "ERROR SSBT.TIMEOUT"}}));
  EXPECT_EQ(Ask(), (Wrong{{"TNS", "ERROR SSBT.TIMEOUT"}}));
  EXPECT_EQ(Ask(), (Wrong{{"TNS", "NOT_ASKED HELD.BREAKER"}}));
  EXPECT_EQ(Calls().back(), "AF+CSN+FK+SKV+SO+MIV");

  const auto conditions = source_->Conditions();
  const auto tns = std::ranges::find(conditions, Source::kTns, &SourceCondition::source);
  EXPECT_EQ(tns->gate, SourceGate::kBroken);
  ASSERT_TRUE(tns->until.has_value());
  EXPECT_GT(*tns->until, clock_.Now());
  EXPECT_EQ(tns->unknown, 2);
  EXPECT_EQ(tns->known, 0);
  EXPECT_EQ(conditions[0].gate, SourceGate::kOpen);
  EXPECT_EQ(conditions[0].known, 3);

  clock_.Advance(61'000);
  EXPECT_EQ(Ask(), Wrong{});
  const auto calls = Calls();
  EXPECT_THAT(std::vector(calls.end() - 2, calls.end()),
              testing::UnorderedElementsAre("TNS", "AF+CSN+FK+SKV+SO+MIV"));
  EXPECT_EQ(Ask(), Wrong{});
  EXPECT_EQ(Calls().back(), kEvery);
}

TEST_P(Failures, OutsideTheDailyWindowNothingLeaves) {
  options_.windows = {"mon-fri 08:30-17:00"};
  Start("");
  EXPECT_EQ(Ask().size(), 8U);
  for (const SourceAnswer& answer : answers_) {
    EXPECT_EQ(StateOf(answer), "NOT_ASKED HELD.WINDOW");
    EXPECT_EQ(answer.ask_again_at, clock_.Now().PlusMs(kHalfHourMs));
  }
  EXPECT_EQ(source_->Conditions()[0].gate, SourceGate::kClosed);
  EXPECT_TRUE(Calls().empty());
  clock_.Advance(kHalfHourMs);
  EXPECT_EQ(Ask(), Wrong{});
}

TEST_P(Failures, CallsKeepToTheRate) {
  options_.rate = {.per_minute = 600, .burst = 2};
  Start("");
  std::vector<EvidenceQuestion> questions;
  for (int i = 0; i < 8; ++i) {
    questions.push_back(MakeQuestion({Question(Source::kTns)}));
    questions.back().correlation_id = "corr-" + std::to_string(i);
  }
  const auto began = std::chrono::steady_clock::now();
  for (const auto& outcome : source_->Ask(questions, clock_.Now())) {
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(StateOf(outcome->at(0)), "CONFIRMED_EMPTY");
  }
  // Two at once, then one each tenth of a second.
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(550));
}

TEST_P(Failures, SixtyFourQuestionsAreInFlightOnOneThread) {
  Start("{do: delay, agency: TNS, delay_ms: 300}");
  std::vector<EvidenceQuestion> questions;
  for (int i = 0; i < 64; ++i) {
    questions.push_back(MakeQuestion({Question(Source::kTns)}));
    questions.back().correlation_id = "corr-" + std::to_string(i);
  }
  const auto began = std::chrono::steady_clock::now();
  for (const auto& outcome : source_->Ask(questions, clock_.Now())) {
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(StateOf(outcome->at(0)), "CONFIRMED_EMPTY");
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(8)) << "not in turn";
}

INSTANTIATE_TEST_SUITE_P(Version,
                         Failures,
                         testing::Values("10", "11"),
                         [](const testing::TestParamInfo<std::string>& version) {
                           return version.param;
                         });

}  // namespace
}  // namespace dm::ssbtek
