// What the network can do to a question: slow, silent, reset, cut short, too large, not an answer
// at all, cancelled. Each ends as a state within its time limit, and nothing of the person gets
// out.
#include <chrono>
#include <future>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/ssbtek_source.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/integration/ssbtek/scripted_server.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace)

constexpr char kXml[] = "text/xml; charset=utf-8";

std::string TnsReply() {
  return Reply("<ssbt:TNS><ssbt:data><tns:resultat>OK</tns:resultat></ssbt:data></ssbt:TNS>");
}

std::unique_ptr<SsbtekSource> SourceAt(const std::string& url,
                                       std::stop_token stop = {},
                                       std::int64_t total_timeout_ms = 30'000) {
  Options options = MakeOptions();
  options.url = url;
  options.total_timeout_ms = total_timeout_ms;
  options.http.response_bytes_max = 64 << 10;
  auto source = SsbtekSource::Create(options, RealClock(), std::move(stop));
  EXPECT_TRUE(source.ok()) << source.status();
  return *std::move(source);
}

// The state of the one answer; checks on the way that no code carries the person.
std::string AskAt(SsbtekSource& source, std::int64_t timeout_ms = 5'000) {
  EvidenceQuestion question = MakeQuestion({Question(Source::kTns)});
  question.timeout_ms = timeout_ms;
  const auto answers = AskOne(source, question, Now());
  if (!answers.ok()) {
    EXPECT_THAT(answers.status().ToString(), testing::Not(testing::HasSubstr(kPerson)));
    return "STATUS " + std::to_string(answers.status().raw_code());
  }
  EXPECT_EQ(answers->size(), 1U);
  std::string state = StateOf(answers->front());
  EXPECT_THAT(state, testing::Not(testing::HasSubstr(kPerson)));
  return state;
}

std::string AskScript(ScriptedServer::Script script, std::int64_t timeout_ms = 5'000) {
  const ScriptedServer server(std::move(script));
  return AskAt(*SourceAt(server.url()), timeout_ms);
}

std::string AskResponse(const std::string& status,
                        const std::string& type,
                        const std::string& body) {
  return AskScript([&](Connection& connection) {
    connection.ReadRequest();
    connection.Respond(status, type, body);
  });
}

TEST(Transport, AnAnswerIsRead) {
  EXPECT_EQ(AskResponse("200 OK", kXml, TnsReply()), "CONFIRMED_EMPTY");
  EXPECT_EQ(AskResponse("200 OK", "", TnsReply()), "CONFIRMED_EMPTY");
}

TEST(Transport, SendsASoapMessageWithAnEmptyAction) {
  std::promise<std::string> received;
  const ScriptedServer server([&](Connection& connection) {
    received.set_value(connection.ReadRequest());
    connection.Respond("200 OK", kXml, TnsReply());
  });
  EXPECT_EQ(AskAt(*SourceAt(server.url())), "CONFIRMED_EMPTY");
  const std::string body = received.get_future().get();
  EXPECT_THAT(body, testing::HasSubstr("hamtaBastjanstInformation"));
  EXPECT_THAT(body, testing::HasSubstr(kPerson));
}

TEST(Transport, KeepsTheConnectionForTheNextQuestion) {
  const ScriptedServer server([](Connection& connection) {
    while (!connection.ReadRequest().empty()) connection.Respond("200 OK", kXml, TnsReply());
  });
  const auto source = SourceAt(server.url());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(AskAt(*source), "CONFIRMED_EMPTY");
  EXPECT_EQ(server.connections(), 1);
}

TEST(Transport, RefusedIsAnError) {
  const auto source = SourceAt("http://127.0.0.1:" + std::to_string(ClosedPort()) + "/");
  EXPECT_EQ(AskAt(*source), "ERROR HTTP.REFUSED");
}

TEST(Transport, SilenceEndsAtTheTimeLimit) {
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(AskScript(
                [](Connection& connection) {
                  connection.ReadRequest();
                  connection.StaysOpen(60s);
                },
                200),
            "TIMEOUT HTTP.TIMEOUT");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
}

TEST(Transport, TheOptionsLimitAQuestionThatAsksForMoreTime) {
  const auto started = std::chrono::steady_clock::now();
  const ScriptedServer server([](Connection& connection) {
    connection.ReadRequest();
    connection.StaysOpen(60s);
  });
  EXPECT_EQ(AskAt(*SourceAt(server.url(), {}, 200), 30'000), "TIMEOUT HTTP.TIMEOUT");
  EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
}

TEST(Transport, ATrickleEndsAtTheTimeLimit) {
  EXPECT_EQ(AskScript(
                [](Connection& connection) {
                  connection.ReadRequest();
                  connection.Write("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n");
                  while (connection.StaysOpen(20ms) && connection.Write(" ")) {
                  }
                },
                300),
            "TIMEOUT HTTP.TIMEOUT");
}

TEST(Transport, AResetIsAnError) {
  EXPECT_EQ(AskScript([](Connection& connection) {
              connection.ReadRequest();
              connection.Reset();
            }),
            "ERROR HTTP.RESET");
}

TEST(Transport, AnEndWithoutAnyAnswerIsAnError) {
  EXPECT_EQ(AskScript([](Connection& connection) { connection.ReadRequest(); }),
            "ERROR HTTP.RESET");
}

TEST(Transport, AnAnswerCutShortIsAnError) {
  EXPECT_EQ(AskScript([](Connection& connection) {
              connection.ReadRequest();
              connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + TnsReply());
            }),
            "ERROR HTTP.RESET");
}

TEST(Transport, AnAnswerCutShortWithoutALengthIsNotRead) {
  EXPECT_EQ(AskScript([](Connection& connection) {
              connection.ReadRequest();
              connection.Write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" +
                               TnsReply().substr(0, TnsReply().size() - 40));
            }),
            "SCHEMA_MISMATCH XML_MALFORMED");
}

TEST(Transport, AnOversizedAnswerIsAnError) {
  EXPECT_EQ(AskResponse("200 OK", kXml, std::string(1 << 20, ' ')), "ERROR HTTP.OVERSIZE");
}

TEST(Transport, AnEndlessChunkedAnswerIsAnError) {
  EXPECT_EQ(AskScript([](Connection& connection) {
              connection.ReadRequest();
              connection.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              while (connection.Write("400\r\n" + std::string(0x400, ' ') + "\r\n")) {
              }
            }),
            "ERROR HTTP.OVERSIZE");
}

TEST(Transport, AnEndlessHeaderIsAnError) {
  const std::string state = AskScript([](Connection& connection) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 200 OK\r\n");
    for (int i = 0;
         connection.Write("X-" + std::to_string(i) + ": " + std::string(900, 'a') + "\r\n");
         ++i) {
    }
  });
  EXPECT_EQ(state, "ERROR HTTP.OVERSIZE");
}

TEST(Transport, APageIsNotAnAnswer) {
  const std::string page = "<html><body>Logga in</body></html>";
  EXPECT_EQ(AskResponse("200 OK", "text/html", page), "ERROR HTTP.NOT_XML");
  EXPECT_EQ(AskResponse("503 Busy", "text/html", page), "ERROR HTTP.503");
  EXPECT_EQ(AskResponse("500 Error", "text/html", page), "ERROR HTTP.500");
  EXPECT_EQ(AskResponse("200 OK", "", page), "SCHEMA_MISMATCH SOAP_ENVELOPE");
}

TEST(Transport, AnEmptyAnswerIsNotVerifiedNothing) {
  EXPECT_EQ(AskResponse("200 OK", kXml, ""), "SCHEMA_MISMATCH XML_MALFORMED");
}

TEST(Transport, ARedirectIsNotFollowed) {
  const ScriptedServer other([](Connection& connection) {
    connection.ReadRequest();
    connection.Respond("200 OK", kXml, TnsReply());
  });
  EXPECT_EQ(AskScript([&](Connection& connection) {
              connection.ReadRequest();
              connection.Write("HTTP/1.1 302 Found\r\nLocation: " + other.url() +
                               "\r\nContent-Length: 0\r\n\r\n");
            }),
            "ERROR HTTP.302");
  EXPECT_EQ(other.connections(), 0);
}

TEST(Transport, AFaultComesWithServerError) {
  const std::string fault =
      "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>"
      "<faultcode>s:Server</faultcode></s:Fault></s:Body></s:Envelope>";
  EXPECT_EQ(AskResponse("500 Error", kXml, fault), "ERROR FAULT.SERVER");
}

TEST(Transport, AnAnswerUnderServerErrorIsNotBelieved) {
  EXPECT_EQ(AskResponse("500 Error", kXml, TnsReply()), "ERROR HTTP.500");
}

TEST(Transport, AnAnswerAboutSomeoneElseIsDropped) {
  const ScriptedServer server([](Connection& connection) {
    connection.ReadRequest();
    connection.Respond(
        "200 OK", kXml, Reply(Agency("AF", With(Sample("af/trimmed.xml"), kPerson, kOtherPerson))));
  });
  const auto answers =
      AskOne(*SourceAt(server.url()), MakeQuestion({Question(Source::kAf)}), Now());
  ASSERT_TRUE(answers.ok());
  EXPECT_EQ(StateOf(answers->front()), "ERROR ECHO.PERSON");
  EXPECT_EQ(answers->front().raw.find(kOtherPerson), std::string::npos);
}

TEST(Transport, AStopEndsASilentCallAtOnce) {
  std::stop_source stop;
  const ScriptedServer server([&](Connection& connection) {
    connection.ReadRequest();
    stop.request_stop();
    connection.StaysOpen(60s);
  });
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(AskAt(*SourceAt(server.url(), stop.get_token()), 30'000),
            "STATUS " + std::to_string(static_cast<int>(StatusCode::kCancelled)));
  EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
}

TEST(Transport, TlsIsNotSpokenToAPlainServer) {
  const ScriptedServer server([](Connection& connection) {
    connection.Write("HTTP/1.1 200 OK\r\n\r\n");
    connection.StaysOpen(5s);
  });
  const auto source = SourceAt("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  EXPECT_EQ(AskAt(*source), "ERROR HTTP.TLS");
}

TEST(Transport, ManyQuestionsRunSideBySide) {
  const ScriptedServer server([](Connection& connection) {
    while (!connection.ReadRequest().empty()) connection.Respond("200 OK", kXml, TnsReply());
  });
  const auto source = SourceAt(server.url());
  std::vector<std::jthread> askers(8);
  for (std::jthread& asker : askers) {
    asker = std::jthread([&] {
      for (int j = 0; j < 20; ++j) EXPECT_EQ(AskAt(*source), "CONFIRMED_EMPTY");
    });
  }
  askers.clear();
  EXPECT_LE(server.connections(), 8);
}

TEST(Transport, EveryAskedSourceGetsItsAnswerWhenTheCallFails) {
  const auto source = SourceAt("http://127.0.0.1:" + std::to_string(ClosedPort()) + "/");
  const auto answers = AskOne(
      *source,
      MakeQuestion({FkQuestion(), PmQuestion(), Question(Source::kSo), Question(Source::kAf)}),
      Now());
  ASSERT_TRUE(answers.ok());
  std::vector<Source> order;
  for (const SourceAnswer& answer : *answers) {
    EXPECT_EQ(StateOf(answer), "ERROR HTTP.REFUSED");
    order.push_back(answer.source);
  }
  EXPECT_THAT(order, testing::ElementsAre(Source::kAf, Source::kFk, Source::kPm, Source::kSo));
}

TEST(Transport, NothingIsSentWhenNoAskedGroupIsGranted) {
  const ScriptedServer server([](Connection& connection) { connection.ReadRequest(); });
  Options options = MakeOptions();
  options.url = server.url();
  options.lefi_groups_granted = {"PM:AP"};
  auto source = SsbtekSource::Create(options, RealClock());
  ASSERT_TRUE(source.ok());
  const auto answers = AskOne(**source, MakeQuestion({FkQuestion()}), Now());
  ASSERT_TRUE(answers.ok());
  EXPECT_EQ(StateOf(answers->front()), "NOT_GRANTED AGREEMENT");
  EXPECT_EQ(server.connections(), 0);
}

TEST(Transport, APingSaysWhatFailed) {
  const auto source = SourceAt("http://127.0.0.1:" + std::to_string(ClosedPort()) + "/");
  const auto ping = source->Ping();
  ASSERT_FALSE(ping.ok());
  EXPECT_EQ(ping.status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace dm::ssbtek
