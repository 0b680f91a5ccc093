#include "connectors/ssbtek/exchange/exchange.h"

#include <map>
#include <memory>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/exchange/test_driver.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using Set = std::set<std::string>;

constexpr std::int64_t kMinuteMs = 60'000;

// A worker's connector in virtual time; 2026-11-02 is a Monday, 08:00 in Sweden.
class ExchangeTest : public ::testing::Test {
 protected:
  // The outcomes of the questions, all asked at once.
  std::vector<EvidenceAnswers> Ask(const std::vector<EvidenceQuestion>& questions) {
    if (guards_ == nullptr) guards_ = Guards::Create(options_, clock_).value();
    driver_ = std::make_unique<ScriptedDriver>(clock_, service_);
    Exchange exchange(
        {.options = options_, .guards = *guards_, .clock = clock_, .now = clock_.Now()}, questions);
    driver_->Drive(exchange, static_cast<std::size_t>(options_.in_flight_max));
    return exchange.TakeOutcomes();
  }

  // "CSN CONFIRMED_EMPTY, TNS ERROR HTTP.503" for one question to these sources.
  std::string AskOf(const std::vector<SourceQuestion>& sources) {
    EvidenceQuestion question = MakeQuestion(sources);
    question.timeout_ms = 30'000;
    const auto outcomes = Ask({question});
    if (!outcomes.at(0).ok()) return outcomes[0].status().ToString();
    answers_ = *outcomes[0];
    std::string states;
    for (const SourceAnswer& answer : answers_) {
      if (!states.empty()) states += ", ";
      states += std::string(SourceCode(answer.source)) + " " + StateOf(answer);
    }
    return states;
  }

  std::string AskThree() {
    return AskOf({Question(Source::kCsn), Question(Source::kTns), Question(Source::kMiv)});
  }

  Options options_ = MakeOptions();
  dm::testing::FakeClock clock_{Now()};
  Service service_ = &Nothing;
  std::unique_ptr<Guards> guards_;
  std::unique_ptr<ScriptedDriver> driver_;
  std::vector<SourceAnswer> answers_;
};

constexpr char kThreeEmpty[] = "CSN CONFIRMED_EMPTY, TNS CONFIRMED_EMPTY, MIV CONFIRMED_EMPTY";

TEST_F(ExchangeTest, AQuestionIsOneCallForAllItsAgencies) {
  EXPECT_EQ(AskThree(), kThreeEmpty);
  ASSERT_EQ(driver_->calls().size(), 1U);
  EXPECT_EQ(driver_->calls()[0].correlation_id, kCorrelation);
  // Two fifths of its time: enough is left to ask each alone.
  EXPECT_EQ(driver_->calls()[0].timeout_ms, 12'000);
}

TEST_F(ExchangeTest, OneSilentAgencyDoesNotHoldTheOthersAnswers) {
  service_ = [](const SeenCall& call) {
    return call.agencies.contains("TNS") ? Silence() : Nothing(call);
  };
  EXPECT_EQ(AskThree(), "CSN CONFIRMED_EMPTY, TNS TIMEOUT HTTP.TIMEOUT, MIV CONFIRMED_EMPTY");
  EXPECT_EQ(driver_->Story(), "CSN+MIV+TNS CSN TNS MIV");
  for (std::size_t i = 1; i < 4; ++i) {
    const SeenCall& call = driver_->calls()[i];
    EXPECT_EQ(call.at_ms, 12'000);
    EXPECT_EQ(call.timeout_ms, 18'000) << "what is left of the question's time";
    EXPECT_EQ(call.correlation_id, "corr-1." + *call.agencies.begin());
  }
}

TEST_F(ExchangeTest, WhatOneAgencyMayHaveCausedIsAskedAgainAlone) {
  const auto with = [&](const Ending& ending) {
    service_ = [&](const SeenCall& call) {
      return call.agencies.contains("TNS") ? ending : Nothing(call);
    };
    guards_.reset();
    const std::string states = AskThree();
    EXPECT_EQ(driver_->Story(), "CSN+MIV+TNS CSN TNS MIV") << states;
    return StateOf(answers_.at(1));
  };
  EXPECT_EQ(with(Fails(http::Failure::kReset)), "ERROR HTTP.RESET");
  EXPECT_EQ(with(Fails(http::Failure::kOversize)), "ERROR HTTP.OVERSIZE");
  EXPECT_EQ(with(Page(503)), "ERROR HTTP.503");
  EXPECT_EQ(with(Page(302)), "ERROR HTTP.302");
  EXPECT_EQ(with(Page(200)), "ERROR HTTP.NOT_XML");
  EXPECT_EQ(with(Fault()), "ERROR FAULT.SERVER");
  EXPECT_EQ(with(Nothing({.correlation_id = "another", .agencies = {"TNS"}})),
            "ERROR ECHO.CORRELATION");
  Ending garbage = Page(200);
  std::get<http::Response>(garbage.result).content_type = "text/xml";
  EXPECT_EQ(with(garbage), "SCHEMA_MISMATCH XML_MALFORMED");
}

TEST_F(ExchangeTest, AnAnswerWithoutAnyAgencyIsNone) {
  service_ = [](const SeenCall& call) {
    if (!call.agencies.contains("TNS")) return Nothing(call);
    return Nothing({.correlation_id = call.correlation_id, .agencies = {}});
  };
  EXPECT_EQ(AskThree(), "CSN CONFIRMED_EMPTY, TNS ERROR ABSENT, MIV CONFIRMED_EMPTY");
  EXPECT_EQ(driver_->Story(), "CSN+MIV+TNS CSN TNS MIV");
}

TEST_F(ExchangeTest, WhatTheServiceItselfRefusesIsNotAskedSevenTimes) {
  for (const Ending& ending :
       {Fails(http::Failure::kRefused), Fails(http::Failure::kTls), Page(403), Page(429)}) {
    guards_.reset();
    service_ = [&](const SeenCall&) { return ending; };
    AskThree();
    EXPECT_EQ(driver_->Story(), "CSN+MIV+TNS");
    for (const SourceAnswer& answer : answers_) EXPECT_EQ(answer.state, AnswerState::kError);
  }
}

TEST_F(ExchangeTest, AnAgencysOwnErrorIsItsAnswer) {
  service_ = [](const SeenCall& call) {
    Ending ending = Nothing(call);
    std::string& body = std::get<http::Response>(ending.result).body;
    body = With(body,
                "<ssbt:data><tns:resultat>OK</tns:resultat></ssbt:data>",
                "<ssbt:error><ssbt:kalla>SSBT</ssbt:kalla><ssbt:felkod>TIMEOUT</ssbt:felkod>"
                "</ssbt:error>");
    return ending;
  };
  EXPECT_EQ(AskThree(), "CSN CONFIRMED_EMPTY, TNS ERROR SSBT.TIMEOUT, MIV CONFIRMED_EMPTY");
  EXPECT_EQ(driver_->Story(), "CSN+MIV+TNS");
}

TEST_F(ExchangeTest, FkAndPmStayOneCall) {
  service_ = [](const SeenCall& call) {
    return call.agencies.size() > 1 ? Page(503) : Nothing(call);
  };
  EXPECT_EQ(AskOf({FkQuestion(), PmQuestion(), Question(Source::kTns)}),
            "FK CONFIRMED_EMPTY, PM CONFIRMED_EMPTY, TNS CONFIRMED_EMPTY");
  EXPECT_EQ(driver_->Story(), "FK+TNS FK TNS");
}

TEST_F(ExchangeTest, ASplitCallMustEchoItsOwnCorrelationId) {
  service_ = [](const SeenCall& call) {
    if (call.agencies.size() > 1) return Page(502);
    SeenCall wrong = call;
    if (call.agencies.contains("CSN")) wrong.correlation_id = kCorrelation;
    return Nothing(wrong);
  };
  EXPECT_EQ(AskThree(), "CSN ERROR ECHO.CORRELATION, TNS CONFIRMED_EMPTY, MIV CONFIRMED_EMPTY");
}

TEST_F(ExchangeTest, TheQuestionsTimeBoundsAllItsCalls) {
  service_ = [](const SeenCall&) { return Silence(); };
  options_.total_timeout_ms = 10'000;
  AskThree();
  EXPECT_EQ(clock_.MonotonicMs(), dm::testing::FakeClock(Now()).MonotonicMs() + 10'000);
  EXPECT_EQ(driver_->calls()[0].timeout_ms, 4'000);
  for (const SourceAnswer& answer : answers_) EXPECT_EQ(StateOf(answer), "TIMEOUT HTTP.TIMEOUT");
}

TEST_F(ExchangeTest, ManyQuestionsAreInFlightAtOnceAndKeepTheirOrder) {
  options_.in_flight_max = 8;
  std::vector<EvidenceQuestion> questions;
  for (int i = 0; i < 20; ++i) {
    questions.push_back(MakeQuestion({Question(Source::kTns)}));
    questions.back().correlation_id = "corr-" + std::to_string(i);
  }
  questions[7].case_id = CaseId();
  const auto outcomes = Ask(questions);
  EXPECT_EQ(driver_->in_flight_most(), 8U);
  ASSERT_EQ(outcomes.size(), 20U);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(outcomes[i].ok(), i != 7) << i;
  EXPECT_EQ(DetailOf(outcomes[7].status()).field, "case_id");
}

TEST_F(ExchangeTest, WhatIsNotDrivenToItsEndIsCancelled) {
  guards_ = Guards::Create(options_, clock_).value();
  const std::vector<EvidenceQuestion> questions = {MakeQuestion({Question(Source::kTns)})};
  Exchange exchange({.options = options_, .guards = *guards_, .clock = clock_, .now = Now()},
                    questions);
  auto call = std::get<http::Call>(exchange.Next());
  exchange.Take(call.tag, http::Failure::kCancelled);
  EXPECT_EQ(exchange.TakeOutcomes().at(0).status().code(), StatusCode::kCancelled);
}

TEST_F(ExchangeTest, WithheldGroupsAreAnsweredWithoutACall) {
  options_.lefi_groups_granted = {"FK:BOB"};
  EXPECT_EQ(AskOf({PmQuestion(), Question(Source::kTns)}),
            "PM NOT_GRANTED AGREEMENT, TNS CONFIRMED_EMPTY");
  EXPECT_EQ(AskOf({PmQuestion()}), "PM NOT_GRANTED AGREEMENT");
  EXPECT_EQ(driver_->Story(), "");
}

// ---- The daily window ----

TEST_F(ExchangeTest, OutsideTheWindowNothingIsSent) {
  options_.windows = {"mon-fri 09:00-17:00"};
  EXPECT_EQ(AskThree(),
            "CSN NOT_ASKED HELD.WINDOW, TNS NOT_ASKED HELD.WINDOW, MIV NOT_ASKED HELD.WINDOW");
  EXPECT_EQ(driver_->Story(), "");
  EXPECT_EQ(answers_[0].ask_again_at, Instant::Parse("2026-11-02T09:00:00+01:00").value());
  clock_.Advance(60 * kMinuteMs);
  EXPECT_EQ(AskThree(), kThreeEmpty);
}

TEST_F(ExchangeTest, AWindowThatClosesStopsTheRepeatedCalls) {
  options_.windows = {"mon-fri 07:00-08:00", "mon-fri 08:00-08:01"};
  clock_.Advance(kMinuteMs - 5'000);
  service_ = [](const SeenCall&) { return Silence(); };
  EXPECT_EQ(AskThree(),
            "CSN TIMEOUT HTTP.TIMEOUT, TNS TIMEOUT HTTP.TIMEOUT, MIV TIMEOUT HTTP.TIMEOUT");
  EXPECT_EQ(driver_->Story(), "CSN+MIV+TNS");
}

// ---- The rate limit ----

TEST_F(ExchangeTest, CallsKeepToTheRate) {
  options_.rate = {.per_minute = 60, .burst = 1};
  std::vector<EvidenceQuestion> questions(5, MakeQuestion({Question(Source::kTns)}));
  for (auto& question : questions) question.timeout_ms = 30'000;
  for (const auto& outcome : Ask(questions)) {
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(StateOf(outcome->at(0)), "CONFIRMED_EMPTY");
  }
  for (std::size_t i = 1; i < 5; ++i) {
    EXPECT_GE(driver_->calls()[i].at_ms - driver_->calls()[i - 1].at_ms, 1'000) << i;
  }
}

TEST_F(ExchangeTest, AQuestionWhoseTimeWouldPassMeanwhileIsHeld) {
  options_.rate = {.per_minute = 6, .burst = 1};
  std::vector<EvidenceQuestion> questions(4, MakeQuestion({Question(Source::kTns)}));
  for (auto& question : questions) question.timeout_ms = 15'000;
  const auto outcomes = Ask(questions);
  EXPECT_EQ(StateOf(outcomes[0]->at(0)), "CONFIRMED_EMPTY");
  EXPECT_EQ(StateOf(outcomes[1]->at(0)), "CONFIRMED_EMPTY");
  for (std::size_t i = 2; i < 4; ++i) {
    const SourceAnswer& held = outcomes[i]->at(0);
    EXPECT_EQ(StateOf(held), "NOT_ASKED HELD.RATE");
    ASSERT_TRUE(held.ask_again_at.has_value());
    EXPECT_GT(*held.ask_again_at, clock_.Now());
  }
  EXPECT_EQ(driver_->calls().size(), 2U);
}

TEST_F(ExchangeTest, RepeatedCallsKeepToTheRateToo) {
  options_.rate = {.per_minute = 4, .burst = 1};
  service_ = [](const SeenCall& call) {
    return call.agencies.size() > 1 ? Page(503) : Nothing(call);
  };
  // Within 30 seconds there is time for one more call: the others keep what the first one gave.
  EXPECT_EQ(AskThree(), "CSN CONFIRMED_EMPTY, TNS ERROR HTTP.503, MIV ERROR HTTP.503");
  EXPECT_EQ(driver_->Story(), "CSN+MIV+TNS CSN");
}

// ---- Breakers ----

TEST_F(ExchangeTest, AnAgencyThatFailsAgainAndAgainIsLeftOutAndThenProbedAlone) {
  options_.breaker = {.failures_to_break = 3, .first_break_ms = kMinuteMs, .break_max_ms = 600'000};
  bool down = true;
  service_ = [&](const SeenCall& call) {
    return down && call.agencies.contains("TNS") ? Fault() : Nothing(call);
  };
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(AskThree(), "CSN CONFIRMED_EMPTY, TNS ERROR FAULT.SERVER, MIV CONFIRMED_EMPTY");
  }
  EXPECT_EQ(AskThree(), "CSN CONFIRMED_EMPTY, TNS NOT_ASKED HELD.BREAKER, MIV CONFIRMED_EMPTY");
  EXPECT_EQ(driver_->Story(), "CSN+MIV");
  ASSERT_TRUE(answers_[1].ask_again_at.has_value());
  EXPECT_GT(*answers_[1].ask_again_at, clock_.Now());
  EXPECT_LE(*answers_[1].ask_again_at, clock_.Now().PlusMs(kMinuteMs));

  clock_.Advance(kMinuteMs);
  EXPECT_EQ(AskThree(), "CSN CONFIRMED_EMPTY, TNS ERROR FAULT.SERVER, MIV CONFIRMED_EMPTY");
  EXPECT_EQ(driver_->Story(), "TNS CSN+MIV") << "a probe of its own";
  EXPECT_EQ(AskThree(), "CSN CONFIRMED_EMPTY, TNS NOT_ASKED HELD.BREAKER, MIV CONFIRMED_EMPTY");

  clock_.Advance(2 * kMinuteMs);
  down = false;
  EXPECT_EQ(AskThree(), kThreeEmpty);
  EXPECT_EQ(driver_->Story(), "TNS CSN+MIV");
  EXPECT_EQ(AskThree(), kThreeEmpty);
  EXPECT_EQ(driver_->Story(), "CSN+MIV+TNS") << "closed again";
}

TEST_F(ExchangeTest, ARefusedConnectionCountsAgainstEveryAgencyAskedFor) {
  options_.breaker.failures_to_break = 1;
  service_ = [](const SeenCall&) { return Fails(http::Failure::kRefused); };
  AskThree();
  service_ = &Nothing;
  EXPECT_EQ(AskThree(),
            "CSN NOT_ASKED HELD.BREAKER, TNS NOT_ASKED HELD.BREAKER, MIV NOT_ASKED HELD.BREAKER");
  EXPECT_EQ(driver_->Story(), "");
  EXPECT_EQ(AskOf({FkQuestion()}), "FK CONFIRMED_EMPTY") << "nobody asked it then";
}

TEST_F(ExchangeTest, WhatAnAgencySaysIsNoOutageOfIt) {
  options_.breaker.failures_to_break = 1;
  const auto answer_with = [&](const std::string& error) {
    guards_.reset();
    service_ = [&](const SeenCall& call) {
      Ending ending = Nothing(call);
      std::string& body = std::get<http::Response>(ending.result).body;
      body = With(body, "<ssbt:data><tns:resultat>OK</tns:resultat></ssbt:data>", error);
      return ending;
    };
    AskOf({Question(Source::kTns)});
    service_ = &Nothing;
    return AskOf({Question(Source::kTns)}) == "TNS CONFIRMED_EMPTY";
  };
  const auto error = [](const std::string& origin, const std::string& code) {
    return "<ssbt:error><ssbt:kalla>" + origin + "</ssbt:kalla><ssbt:felkod>" + code +
           "</ssbt:felkod></ssbt:error>";
  };
  EXPECT_TRUE(answer_with(error("BT", "-1005"))) << "a refusal is an answer";
  EXPECT_TRUE(answer_with("<ssbt:data><tns:resultat>FEL</tns:resultat></ssbt:data>"));
  EXPECT_TRUE(answer_with("<ssbt:data/>")) << "a deviation";
  EXPECT_FALSE(answer_with(error("BT", "500")));
  EXPECT_FALSE(answer_with(error("SSBT", "TIMEOUT")));
}

TEST_F(ExchangeTest, AProbeThatIsHeldMayBeSentLater) {
  options_.breaker = {.failures_to_break = 1, .first_break_ms = kMinuteMs, .break_max_ms = 600'000};
  options_.rate = {.per_minute = 1, .burst = 1};
  service_ = [](const SeenCall&) { return Fault(); };
  AskOf({Question(Source::kTns)});
  service_ = &Nothing;
  clock_.Advance(kMinuteMs);
  EXPECT_EQ(AskOf({Question(Source::kMiv)}), "MIV CONFIRMED_EMPTY") << "takes the call there was";
  EXPECT_EQ(AskOf({Question(Source::kTns)}), "TNS NOT_ASKED HELD.RATE");
  clock_.Advance(kMinuteMs);
  EXPECT_EQ(AskOf({Question(Source::kTns)}), "TNS CONFIRMED_EMPTY");
}

TEST_F(ExchangeTest, CallsWaitingForTheirTurnAreDroppedWhenTheBreakerBreaks) {
  options_.breaker.failures_to_break = 2;
  options_.in_flight_max = 20;
  service_ = [](const SeenCall&) { return Fault(); };
  std::vector<EvidenceQuestion> questions(
      20, MakeQuestion({Question(Source::kTns), Question(Source::kMiv)}));
  const auto outcomes = Ask(questions);
  // Twenty together; twenty of the forty alone, whose failures spare the service the rest.
  EXPECT_EQ(driver_->calls().size(), 40U) << driver_->Story();
  for (const auto& outcome : outcomes) {
    for (const SourceAnswer& answer : *outcome) {
      EXPECT_EQ(StateOf(answer), "ERROR FAULT.SERVER");
    }
  }
}

}  // namespace
}  // namespace dm::ssbtek
