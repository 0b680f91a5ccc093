// Many questions at once over one thread: each gets its own answer, whatever becomes of the others.
#include <chrono>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/ssbtek_source.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/integration/ssbtek/scripted_server.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace)

constexpr std::size_t kMany = 64;

std::string CorrelationOf(std::size_t i) {
  return "fraga-" + std::to_string(i);
}

std::vector<EvidenceQuestion> Questions(std::size_t count, std::int64_t timeout_ms = 30'000) {
  std::vector<EvidenceQuestion> questions;
  questions.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    EvidenceQuestion& question = questions.emplace_back(MakeQuestion({Question(Source::kTns)}));
    question.correlation_id = CorrelationOf(i);
    question.timeout_ms = timeout_ms;
  }
  return questions;
}

// Which of the questions a message asks.
std::size_t PlaceIn(const std::string& message) {
  constexpr std::string_view kStart = "fraga-";
  const std::size_t at = message.find(kStart);
  EXPECT_NE(at, std::string::npos);
  return std::stoul(message.substr(at + kStart.size()));
}

void Answer(const Connection& connection, const std::string& message) {
  const std::string reply =
      Reply("<ssbt:TNS><ssbt:data><tns:resultat>OK</tns:resultat></ssbt:data></ssbt:TNS>");
  connection.Respond(
      "200 OK", "text/xml", With(reply, kCorrelation, CorrelationOf(PlaceIn(message))));
}

std::unique_ptr<SsbtekSource> SourceAt(const ScriptedServer& server, std::stop_token stop = {}) {
  Options options = MakeOptions();
  options.url = server.url();
  auto source = SsbtekSource::Create(options, RealClock(), std::move(stop));
  EXPECT_TRUE(source.ok()) << source.status();
  return *std::move(source);
}

std::vector<std::string> StatesOf(const std::vector<EvidenceAnswers>& all) {
  std::vector<std::string> states;
  states.reserve(all.size());
  for (const EvidenceAnswers& answers : all) {
    states.push_back(answers.ok() ? StateOf(answers->front()) : answers.status().ToString());
  }
  return states;
}

TEST(ManyQuestions, SixtyFourAreInFlightOnOneThread) {
  std::latch all_there(kMany);
  const ScriptedServer server([&](Connection& connection) {
    const std::string message = connection.ReadRequest();
    // None is answered before the last has come: with fewer in flight all would time out.
    all_there.arrive_and_wait();
    Answer(connection, message);
  });
  const std::vector<EvidenceQuestion> questions = Questions(kMany);
  const auto all = SourceAt(server)->Ask(questions, Now());
  EXPECT_THAT(StatesOf(all),
              testing::AllOf(testing::SizeIs(kMany), testing::Each("CONFIRMED_EMPTY")));
  EXPECT_EQ(server.connections(), static_cast<int>(kMany));
}

TEST(ManyQuestions, ConnectionsAreKeptForTheNextAsk) {
  const ScriptedServer server([](Connection& connection) {
    for (std::string message = connection.ReadRequest(); !message.empty();
         message = connection.ReadRequest()) {
      Answer(connection, message);
    }
  });
  const auto source = SourceAt(server);
  for (int ask = 0; ask < 4; ++ask) {
    const std::vector<EvidenceQuestion> questions = Questions(kMany);
    EXPECT_THAT(StatesOf(source->Ask(questions, Now())), testing::Each("CONFIRMED_EMPTY"));
  }
  EXPECT_LE(server.connections(), static_cast<int>(kMany));
}

TEST(ManyQuestions, ASlowOneHoldsNoOther) {
  const ScriptedServer server([](Connection& connection) {
    const std::string message = connection.ReadRequest();
    if (PlaceIn(message) == 3) {
      connection.StaysOpen(60s);
      return;
    }
    Answer(connection, message);
  });
  std::vector<EvidenceQuestion> questions = Questions(kMany);
  questions[3].timeout_ms = 300;
  const auto started = std::chrono::steady_clock::now();
  std::vector<std::string> states = StatesOf(SourceAt(server)->Ask(questions, Now()));
  EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
  ASSERT_EQ(states.size(), kMany);
  EXPECT_EQ(states[3], "TIMEOUT HTTP.TIMEOUT");
  states.erase(states.begin() + 3);
  EXPECT_THAT(states, testing::Each("CONFIRMED_EMPTY"));
}

TEST(ManyQuestions, AStopEndsAllInFlightAtOnce) {
  std::stop_source stop;
  std::latch all_there(kMany);
  const ScriptedServer server([&](Connection& connection) {
    connection.ReadRequest();
    all_there.count_down();
    connection.StaysOpen(60s);
  });
  const std::jthread stopper([&] {
    all_there.wait();
    stop.request_stop();
  });
  const std::vector<EvidenceQuestion> questions = Questions(kMany);
  const auto started = std::chrono::steady_clock::now();
  const auto all = SourceAt(server, stop.get_token())->Ask(questions, Now());
  EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
  ASSERT_EQ(all.size(), kMany);
  for (const EvidenceAnswers& answers : all) {
    EXPECT_EQ(answers.status().code(), StatusCode::kCancelled);
  }
}

}  // namespace
}  // namespace dm::ssbtek
