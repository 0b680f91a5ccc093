// HttpClient::Drive over loopback: many calls in flight on one thread, and what ends them.
#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <latch>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/http/client.h"
#include "tests/integration/ssbtek/scripted_server.h"

namespace dm::http {
namespace {

using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace)
using ssbtek::test::ClosedPort;
using ssbtek::test::Connection;
using ssbtek::test::ScriptedServer;
using Step = std::variant<Call, Pause, Finished>;

constexpr int kMany = 64;

std::unique_ptr<HttpClient> ClientFor(const std::string& url, ClientOptions options = {}) {
  options.transport = Transport::kLoopbackInDevelopment;
  auto client = HttpClient::Create(options, url);
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

ClientOptions KeepingAtMost(std::size_t connections) {
  ClientOptions options;
  options.idle_sessions_max = connections;
  return options;
}

ClientOptions TakingAtMost(std::size_t bytes) {
  ClientOptions options;
  options.response_bytes_max = bytes;
  return options;
}

Call CallOf(std::uint64_t tag, std::int64_t timeout_ms = 30'000) {
  return {.tag = tag,
          .body = "call " + std::to_string(tag),
          .content_type = "text/plain",
          .headers = {},
          .timeout_ms = timeout_ms};
}

std::string Text(const Result& result) {
  if (const auto* failure = std::get_if<Failure>(&result)) return FailureCode(*failure);
  return std::get<Response>(result).body;
}

// Gives calls in turn, and keeps the outcomes in the order in which they came.
class Feed : public CallFeed {
 public:
  explicit Feed(std::deque<Step> steps = {}) : steps_(std::move(steps)) {}

  static Feed OfCalls(std::uint64_t count) {
    Feed feed;
    for (std::uint64_t tag = 0; tag < count; ++tag) feed.steps_.emplace_back(CallOf(tag));
    return feed;
  }

  Step Next() override {
    EXPECT_EQ(std::this_thread::get_id(), thread_);
    ++asked;
    if (steps_.empty()) return Finished{};
    Step step = std::move(steps_.front());
    steps_.pop_front();
    in_flight += std::holds_alternative<Call>(step) ? 1 : 0;
    in_flight_most = std::max(in_flight_most, in_flight);
    return step;
  }

  void Take(std::uint64_t tag, Result result) override {
    EXPECT_EQ(std::this_thread::get_id(), thread_);
    --in_flight;
    order.push_back(tag);
    EXPECT_TRUE(texts.emplace(tag, Text(result)).second) << "a second outcome of " << tag;
    if (on_outcome) on_outcome(tag);
  }

  void Add(Call call) { steps_.emplace_back(std::move(call)); }

  std::vector<std::uint64_t> order;
  std::map<std::uint64_t, std::string> texts;
  std::function<void(std::uint64_t)> on_outcome;
  int in_flight = 0;
  int in_flight_most = 0;
  int asked = 0;

 private:
  std::deque<Step> steps_;
  std::thread::id thread_ = std::this_thread::get_id();
};

void EchoAll(Connection& connection) {
  for (std::string body = connection.ReadRequest(); !body.empty();
       body = connection.ReadRequest()) {
    connection.Respond("200 OK", "text/plain", body);
  }
}

void ExpectEachEchoed(const Feed& feed, std::uint64_t count) {
  ASSERT_EQ(feed.texts.size(), count);
  for (const auto& [tag, text] : feed.texts) EXPECT_EQ(text, "call " + std::to_string(tag));
}

TEST(Drive, HasSixtyFourCallsInFlightOnOneThread) {
  std::latch all_there(kMany);
  const ScriptedServer server([&](Connection& connection) {
    const std::string body = connection.ReadRequest();
    // None is answered before the last has come: with fewer in flight this would never end.
    all_there.arrive_and_wait();
    connection.Respond("200 OK", "text/plain", body);
    connection.StaysOpen(60s);
  });
  Feed feed = Feed::OfCalls(kMany);
  ClientFor(server.url())->Drive(feed, kMany, {});
  ExpectEachEchoed(feed, kMany);
  EXPECT_EQ(feed.in_flight_most, kMany);
  EXPECT_EQ(server.connections(), kMany);
}

TEST(Drive, NeverHasMoreInFlightThanAllowed) {
  const ScriptedServer server(&EchoAll);
  Feed feed = Feed::OfCalls(200);
  ClientFor(server.url())->Drive(feed, 7, {});
  ExpectEachEchoed(feed, 200);
  EXPECT_EQ(feed.in_flight_most, 7);
  EXPECT_LE(server.connections(), 7);
}

TEST(Drive, ReusesConnectionsWithinAndBetweenDrives) {
  const ScriptedServer server(&EchoAll);
  const auto client = ClientFor(server.url());
  for (int drive = 0; drive < 5; ++drive) {
    Feed feed = Feed::OfCalls(40);
    client->Drive(feed, 4, {});
    ExpectEachEchoed(feed, 40);
  }
  const Result single =
      client->Post({.body = "one", .content_type = "text/plain", .headers = {}, .stop = {}});
  EXPECT_EQ(Text(single), "one");
  EXPECT_LE(server.connections(), 4);
}

TEST(Drive, AKeptConnectionThatThePeerHasClosedCostsNoCall) {
  const ScriptedServer server([](Connection& connection) {
    const std::string body = connection.ReadRequest();
    connection.Respond("200 OK", "text/plain", body);
    // As a peer that closes at the very moment at which the next call comes.
    if (!connection.ReadRequest().empty()) connection.Reset();
  });
  const auto client = ClientFor(server.url());
  for (int i = 0; i < 5; ++i) {
    Feed feed = Feed::OfCalls(3);
    client->Drive(feed, 1, {});
    ExpectEachEchoed(feed, 3);
  }
  EXPECT_EQ(server.connections(), 15);
}

TEST(Drive, KeepsNoMoreConnectionsThanTheOptionsAllow) {
  std::atomic<int> open = 0;
  std::latch all_there(8);
  std::latch six_gone(6);
  const ScriptedServer server([&](Connection& connection) {
    const std::string body = connection.ReadRequest();
    ++open;
    all_there.arrive_and_wait();
    connection.Respond("200 OK", "text/plain", body);
    connection.ReadRequest();
    // The last two go with the client, at the test's end.
    if (--open >= 2) six_gone.count_down();
  });
  const auto client = ClientFor(server.url(), KeepingAtMost(2));
  Feed feed = Feed::OfCalls(8);
  client->Drive(feed, 8, {});
  six_gone.wait();
  EXPECT_EQ(open.load(), 2);
}

TEST(Drive, ASlowAnswerHoldsNoOther) {
  std::latch others_done(1);
  const ScriptedServer server([&](Connection& connection) {
    for (std::string body = connection.ReadRequest(); !body.empty();
         body = connection.ReadRequest()) {
      if (body == "call 0") others_done.wait();
      connection.Respond("200 OK", "text/plain", body);
    }
  });
  Feed feed = Feed::OfCalls(kMany);
  feed.on_outcome = [&](std::uint64_t) {
    if (feed.order.size() == kMany - 1) others_done.count_down();
  };
  ClientFor(server.url())->Drive(feed, 8, {});
  ExpectEachEchoed(feed, kMany);
  EXPECT_EQ(feed.order.back(), 0U);
}

TEST(Drive, OutcomesComeInTheOrderOfTheAnswers) {
  // Each call is answered when the one after it has been taken: the last first.
  std::vector<std::unique_ptr<std::latch>> turns(6);
  for (auto& turn : turns) turn = std::make_unique<std::latch>(1);
  const ScriptedServer server([&](Connection& connection) {
    const std::string body = connection.ReadRequest();
    turns.at(static_cast<std::size_t>(std::stoi(body.substr(5))))->wait();
    connection.Respond("200 OK", "text/plain", body);
  });
  Feed feed = Feed::OfCalls(6);
  turns.back()->count_down();
  feed.on_outcome = [&](std::uint64_t tag) {
    if (tag > 0) turns.at(tag - 1)->count_down();
  };
  ClientFor(server.url())->Drive(feed, 6, {});
  EXPECT_THAT(feed.order, testing::ElementsAre(5U, 4U, 3U, 2U, 1U, 0U));
}

TEST(Drive, AStopEndsAllInFlightAtOnce) {
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
  const auto started = std::chrono::steady_clock::now();
  Feed feed = Feed::OfCalls(100);
  ClientFor(server.url())->Drive(feed, kMany, stop.get_token());
  EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
  EXPECT_EQ(feed.texts.size(), static_cast<std::size_t>(kMany));
  for (const auto& [tag, text] : feed.texts) EXPECT_EQ(text, "CANCELLED") << tag;
  EXPECT_EQ(feed.asked, kMany);
}

TEST(Drive, AStopThatCameBeforeAsksForNothing) {
  std::stop_source stop;
  stop.request_stop();
  Feed feed = Feed::OfCalls(3);
  ClientFor("http://127.0.0.1:" + std::to_string(ClosedPort()) + "/")
      ->Drive(feed, 2, stop.get_token());
  EXPECT_EQ(feed.asked, 0);
  EXPECT_TRUE(feed.texts.empty());
}

TEST(Drive, AStopEndsAPause) {
  std::stop_source stop;
  Feed feed({Pause{.ms = 3'600'000}});
  const std::jthread stopper([&] { stop.request_stop(); });
  ClientFor("http://127.0.0.1:" + std::to_string(ClosedPort()) + "/")
      ->Drive(feed, 2, stop.get_token());
  EXPECT_LE(feed.asked, 1);
}

TEST(Drive, ThePauseIsKeptWithoutAskingInBetween) {
  const ScriptedServer server(&EchoAll);
  Feed feed({Pause{.ms = 150}, CallOf(1), Finished{}});
  const auto started = std::chrono::steady_clock::now();
  ClientFor(server.url())->Drive(feed, 2, {});
  EXPECT_GE(std::chrono::steady_clock::now() - started, 150ms);
  EXPECT_EQ(feed.texts[1], "call 1");
  // The pause, the call, finished, and finished again after the outcome.
  EXPECT_EQ(feed.asked, 4);
}

TEST(Drive, AnOutcomeEndsAPause) {
  const ScriptedServer server(&EchoAll);
  Feed feed({CallOf(1), Pause{.ms = 3'600'000}, CallOf(2), Finished{}});
  ClientFor(server.url())->Drive(feed, 2, {});
  ExpectEachEchoed(feed, 2);
}

TEST(Drive, AnOutcomeMayBringAnotherCall) {
  const ScriptedServer server(&EchoAll);
  Feed feed({CallOf(1), Finished{}});
  feed.on_outcome = [&](std::uint64_t tag) {
    if (tag < 5) feed.Add(CallOf(tag + 1));
  };
  ClientFor(server.url())->Drive(feed, 3, {});
  EXPECT_THAT(feed.order, testing::ElementsAre(1U, 2U, 3U, 4U, 5U));
}

TEST(Drive, EachFailureIsItsCallsOwn) {
  const ScriptedServer server([](Connection& connection) {
    for (std::string body = connection.ReadRequest(); !body.empty();
         body = connection.ReadRequest()) {
      if (body == "call 1") return connection.Reset();
      if (body == "call 2") {
        connection.StaysOpen(60s);
        return;
      }
      if (body == "call 3") body = std::string(4'096, 'x');
      connection.Respond(body == "call 4" ? "500 Error" : "200 OK", "text/plain", body);
    }
  });
  Feed feed({CallOf(0), CallOf(1), CallOf(2, 200), CallOf(3), CallOf(4), CallOf(5)});
  const auto client = ClientFor(server.url(), TakingAtMost(1'024));
  client->Drive(feed, 6, {});
  EXPECT_THAT(feed.texts,
              testing::ElementsAre(testing::Pair(0U, "call 0"),
                                   testing::Pair(1U, "RESET"),
                                   testing::Pair(2U, "TIMEOUT"),
                                   testing::Pair(3U, "OVERSIZE"),
                                   testing::Pair(4U, "call 4"),
                                   testing::Pair(5U, "call 5")));
  // What failed left nothing behind that a later call could trip over.
  Feed again = Feed::OfCalls(1);
  client->Drive(again, 6, {});
  ExpectEachEchoed(again, 1);
}

TEST(Drive, RefusedCallsDoNotEndTheDrive) {
  Feed feed = Feed::OfCalls(20);
  ClientFor("http://127.0.0.1:" + std::to_string(ClosedPort()) + "/")->Drive(feed, 8, {});
  ASSERT_EQ(feed.texts.size(), 20U);
  for (const auto& [tag, text] : feed.texts) EXPECT_EQ(text, "REFUSED") << tag;
}

TEST(Drive, RunsOnManyThreadsSideBySide) {
  const ScriptedServer server(&EchoAll);
  const auto client = ClientFor(server.url());
  for (int round = 0; round < 3; ++round) {
    std::vector<std::jthread> threads(4);
    for (std::jthread& thread : threads) {
      thread = std::jthread([&] {
        Feed feed = Feed::OfCalls(50);
        client->Drive(feed, 8, {});
        ExpectEachEchoed(feed, 50);
      });
    }
  }
  EXPECT_LE(server.connections(), 32);
}

TEST(Drive, SendsTheHeadersThatTheCallNames) {
  const ScriptedServer server([](Connection& connection) {
    const std::string body = connection.ReadRequest();
    connection.Respond("200 OK", "text/plain", connection.head());
  });
  Call call = CallOf(1);
  call.headers = {"X-Prov: ett"};
  Feed feed({call, Finished{}});
  ClientFor(server.url())->Drive(feed, 1, {});
  EXPECT_THAT(feed.texts[1], testing::HasSubstr("\r\nX-Prov: ett\r\n"));
  EXPECT_THAT(feed.texts[1], testing::HasSubstr("\r\nContent-Type: text/plain\r\n"));
  EXPECT_THAT(feed.texts[1], testing::Not(testing::HasSubstr("Expect")));
}

}  // namespace
}  // namespace dm::http
