// Every connector: whatever the network and the far end do, each source has its answer in time,
// none of it is taken for knowledge, and nobody's number gets out.
#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <utility>

#include "tests/integration/evidence_source/conformance.h"

namespace dm::conformance {
namespace {

using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace)
using std::chrono::steady_clock;

// What a machine under load may need beyond a time limit.
constexpr auto kMargin = 5s;

class Faults : public Conformance {
 protected:
  void ExpectUnknown(Behaviour behaviour, const std::string& what) {
    peer_.Do(std::move(behaviour));
    // A source of its own, so that no breaker stands in the way.
    Make(PeerTerms());
    const auto answers = AskOnce();
    EXPECT_TRUE(NoneKnown(answers)) << what << ": " << Show(answers);
    for (const SourceAnswer& answer : answers) {
      EXPECT_TRUE(answer.payments.empty()) << what;
      EXPECT_FALSE(answer.registered.has_value()) << what;
    }
  }

  // All sources time out, within the question's own time.
  void ExpectTimeout(Behaviour behaviour) {
    peer_.Do(std::move(behaviour));
    EvidenceQuestion question = Question();
    question.timeout_ms = 400;
    const auto started = steady_clock::now();
    const auto answers = AskOnce(question);
    EXPECT_LT(steady_clock::now() - started, 400ms + kMargin);
    for (const SourceAnswer& answer : answers) EXPECT_EQ(answer.state, AnswerState::kTimeout);
  }
};

TEST_P(Faults, ASlowAnswerInTimeIsKnown) {
  peer_.Do(AnsweringAfter(300ms));
  EXPECT_TRUE(AllKnown(AskOnce()));
}

TEST_P(Faults, SilenceEndsWithinTheQuestionsTime) {
  ExpectTimeout(Silent());
}

TEST_P(Faults, ATrickleEndsWithinTheQuestionsTime) {
  ExpectTimeout(Trickling());
}

TEST_P(Faults, NobodyThereIsAnError) {
  Terms terms = PeerTerms();
  terms.url = "http://127.0.0.1:" + std::to_string(ssbtek::test::ClosedPort());
  Make(terms);
  for (const SourceAnswer& answer : AskOnce()) {
    EXPECT_EQ(answer.state, AnswerState::kError);
    EXPECT_FALSE(answer.lasting);
  }
}

TEST_P(Faults, AnErrorStatusIsUnknown) {
  for (const char* line : {"500 Internal Server Error",
                           "502 Bad Gateway",
                           "503 Service Unavailable",
                           "504 Gateway Timeout",
                           "429 Too Many Requests",
                           "404 Not Found",
                           "400 Bad Request",
                           "401 Unauthorized",
                           "403 Forbidden",
                           "204 No Content",
                           "302 Found"}) {
    ExpectUnknown(Saying(line, "text/html", "<html><body>no</body></html>"), line);
  }
}

// A right answer under a wrong status contradicts itself.
TEST_P(Faults, AnAnswerUnderAnErrorStatusIsUnknown) {
  ExpectUnknown(
      [](Peer& peer, Connection& connection, const std::string& request) {
        return connection.Respond("503 Service Unavailable",
                                  peer.harness().content_type(),
                                  peer.harness().Answer(request, Content::kSound));
      },
      "503 with an answer");
}

TEST_P(Faults, ABrokenConnectionIsUnknown) {
  ExpectUnknown(Resetting(), "reset");
  ExpectUnknown(Leaving(), "left");
  ExpectUnknown(CuttingShort(), "cut short");
}

TEST_P(Faults, TooManyBytesAreUnknown) {
  ExpectUnknown(Oversized(), "oversized");
}

TEST_P(Faults, WhatIsNotTheFormatIsUnknown) {
  const std::string type = harness().content_type();
  ExpectUnknown(Answering(Content::kDeep), "deep");
  ExpectUnknown(Saying("200 OK", type, ""), "empty");
  ExpectUnknown(Saying("200 OK", type, std::string(1'000, '\0')), "zeros");
  ExpectUnknown(Saying("200 OK", type, "\xFF\xFE\x80"), "no UTF-8");
  ExpectUnknown(Saying("200 OK", type, "null"), "null");
  ExpectUnknown(Saying("200 OK", type, "<html><body>no</body></html>"), "a page by another name");
  ExpectUnknown(Saying("200 OK", "text/html", "<html><body>no</body></html>"), "a page");
}

// An answer in a page's clothes: a gateway that rewrites types may rewrite more.
TEST_P(Faults, AnAnswerOfAnotherTypeIsUnknown) {
  ExpectUnknown(
      [](Peer& peer, Connection& connection, const std::string& request) {
        return connection.Respond(
            "200 OK", "text/html", peer.harness().Answer(request, Content::kSound));
      },
      "text/html");
}

TEST_P(Faults, OneFailureDoesNotTouchTheOtherQuestions) {
  const std::string silent = Question(1).personnummer.Reveal();
  peer_.Do([silent](Peer& peer, Connection& connection, const std::string& request) {
    const bool hit = request.find(silent) != std::string::npos;
    return (hit ? Resetting() : Answering(Content::kSound))(peer, connection, request);
  });
  const auto outcomes = Ask({Question(0), Question(1), Question(2)});
  ASSERT_EQ(outcomes.size(), 3U);
  ASSERT_TRUE(outcomes[0].ok() && outcomes[1].ok() && outcomes[2].ok());
  EXPECT_TRUE(AllKnown(*outcomes[0])) << Show(*outcomes[0]);
  EXPECT_TRUE(NoneKnown(*outcomes[1])) << Show(*outcomes[1]);
  EXPECT_TRUE(AllKnown(*outcomes[2])) << Show(*outcomes[2]);
}

TEST_P(Faults, AStopEndsQuestionsAtOnce) {
  peer_.Do(Silent());
  std::vector<EvidenceQuestion> questions;
  for (int number = 0; number < 4; ++number) {
    questions.push_back(Question(number));
    questions.back().timeout_ms = 30'000;
  }
  (void)source();
  auto asking = std::async(std::launch::async, [&] { return Ask(questions); });
  ASSERT_TRUE(peer_.WaitForRequests(1));
  const auto stopped = steady_clock::now();
  stop_.request_stop();
  const auto outcomes = asking.get();
  EXPECT_LT(steady_clock::now() - stopped, kMargin);
  for (const auto& outcome : outcomes) {
    EXPECT_EQ(outcome.status().code(), StatusCode::kCancelled);
    ExpectNobodyIn(outcome.status().ToString(), questions[0]);
  }
}

TEST_P(Faults, AfterAStopNothingIsSent) {
  (void)source();
  stop_.request_stop();
  EXPECT_EQ(Ask({Question()}).at(0).status().code(), StatusCode::kCancelled);
  EXPECT_EQ(peer_.requests(), 0);
}

TEST_P(Faults, ManyThreadsMayAsk) {
  constexpr int kThreads = 8;
  constexpr int kEach = 5;
  std::vector<std::future<std::vector<EvidenceAnswers>>> asking;
  (void)source();
  for (int thread = 0; thread < kThreads; ++thread) {
    std::vector<EvidenceQuestion> questions;
    questions.reserve(kEach);
    for (int i = 0; i < kEach; ++i) questions.push_back(Question(thread * kEach + i));
    asking.push_back(std::async(std::launch::async, [this, questions] { return Ask(questions); }));
  }
  for (int thread = 0; thread < kThreads; ++thread) {
    const auto outcomes = asking[static_cast<std::size_t>(thread)].get();
    for (int i = 0; i < kEach; ++i) {
      const auto& outcome = outcomes.at(static_cast<std::size_t>(i));
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      EXPECT_TRUE(AllKnown(*outcome)) << Show(*outcome);
      const std::string person = Question(thread * kEach + i).personnummer.Reveal();
      std::string raw;
      for (const SourceAnswer& answer : *outcome) raw += answer.raw;
      EXPECT_THAT(raw, testing::HasSubstr(person));
    }
  }
}

TEST_P(Faults, ManyQuestionsAreInFlightOnOneThread) {
  constexpr int kTogether = 12;
  Terms terms = PeerTerms();
  terms.in_flight_max = kTogether;
  Make(terms);
  peer_.Do(AnsweringTogether(kTogether));
  std::vector<EvidenceQuestion> questions;
  for (int number = 0; number < kTogether; ++number) {
    questions.push_back(Question(number));
    questions.back().timeout_ms = 20'000;
  }
  for (const auto& outcome : Ask(questions)) {
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    EXPECT_TRUE(AllKnown(*outcome)) << Show(*outcome);
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Faults, testing::ValuesIn(Harnesses()), NameOf);

}  // namespace
}  // namespace dm::conformance
