// The simulator over its network: keep-alive, each fault of delivery, mutual TLS, and a stop that
// does not wait for idle callers.
#include <httplib.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/simulator.h"
#include "connectors/sim/test_questions.h"

namespace dm::sim {
namespace {

using test::QuestionText;
using testing::HasSubstr;

constexpr const char* kXml = "text/xml; charset=utf-8";
const std::string kFaults = std::string(DM_SOURCE_DIR) + "/tests/data/ssbtek/sim/faults.yaml";

std::unique_ptr<Simulator> Started(SimulatorOptions options = {}) {
  auto scenario = LoadScenarios({kFaults});
  EXPECT_TRUE(scenario.ok()) << scenario.status();
  auto simulator = Simulator::Start(*std::move(scenario), std::move(options));
  EXPECT_TRUE(simulator.ok()) << simulator.status();
  return simulator.ok() ? *std::move(simulator) : nullptr;
}

std::string QuestionAbout(const std::string& person) {
  QuestionText question;
  question.person = person;
  return question.Xml();
}

class SimulatorOverHttp : public testing::Test {
 protected:
  httplib::Result Ask(const std::string& person) {
    httplib::Client client("127.0.0.1", simulator_->port());
    client.set_read_timeout(std::chrono::seconds(20));
    return client.Post("/", QuestionAbout(person), kXml);
  }

  std::unique_ptr<Simulator> simulator_ = Started();
};

TEST_F(SimulatorOverHttp, AnswersManyQuestionsOnOneConnection) {
  httplib::Client client("127.0.0.1", simulator_->port());
  client.set_keep_alive(true);
  for (int i = 0; i < 20; ++i) {
    const auto answer = client.Post("/ssbtek", QuestionAbout("199001012385"), kXml);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
  }
  EXPECT_EQ(simulator_->question_count(), 20);
}

TEST_F(SimulatorOverHttp, AnswersManyCallersAtOnce) {
  std::vector<std::future<int>> callers;
  callers.reserve(48);
  for (int i = 0; i < 48; ++i) {
    callers.push_back(std::async(std::launch::async, [this] {
      const auto answer = Ask("199001012385");
      return answer ? answer->status : 0;
    }));
  }
  for (auto& caller : callers) EXPECT_EQ(caller.get(), 200);
}

TEST_F(SimulatorOverHttp, RefusesWhatIsNotSoap) {
  httplib::Client client("127.0.0.1", simulator_->port());
  EXPECT_EQ(client.Post("/", "{}", "application/json")->status, 415);
  EXPECT_EQ(client.Post("/", {{"SOAPAction", "\"x\""}}, test::kTestQuestion, kXml)->status, 400);
  EXPECT_EQ(client.Post("/", {{"SOAPAction", "\"\""}}, test::kTestQuestion, kXml)->status, 200);
}

TEST_F(SimulatorOverHttp, ResetsTheConnection) {
  EXPECT_FALSE(Ask("197809152387"));
}

TEST_F(SimulatorOverHttp, CutsTheBodyShort) {
  EXPECT_FALSE(Ask("199906302386"));
}

TEST_F(SimulatorOverHttp, SendsAnHttpError) {
  const auto answer = Ask("198808172384");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_THAT(answer->body, HasSubstr("<html>"));
}

TEST_F(SimulatorOverHttp, WaitsAsTheScenarioSays) {
  const auto start = std::chrono::steady_clock::now();
  ASSERT_TRUE(Ask("201003042387"));
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(150));
}

TEST_F(SimulatorOverHttp, StopsWhileABodyTricklesOut) {
  auto caller =
      std::async(std::launch::async, [this] { return static_cast<bool>(Ask("197211052381")); });
  while (simulator_->question_count() == 0) std::this_thread::yield();
  const auto start = std::chrono::steady_clock::now();
  simulator_->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_FALSE(caller.get());
}

TEST_F(SimulatorOverHttp, StopsWithAnIdleConnectionOpen) {
  httplib::Client client("127.0.0.1", simulator_->port());
  client.set_keep_alive(true);
  ASSERT_TRUE(client.Post("/", test::kTestQuestion, kXml));
  const auto start = std::chrono::steady_clock::now();
  simulator_->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST_F(SimulatorOverHttp, RemembersWhatWasAskedWithoutThePerson) {
  ASSERT_TRUE(Ask("195802202381"));
  const auto questions = simulator_->questions();
  ASSERT_EQ(questions.size(), 1U);
  EXPECT_EQ(questions[0].person, "1958********");
  EXPECT_THAT(questions[0].faults, testing::ElementsAre("CSN.error"));
}

struct SentBody {
  const char* fault;
  std::size_t bytes_min;
};

// The test's name: without it the library shows the bytes of the pointers.
void PrintTo(const SentBody& value, std::ostream* out) {
  *out << value.fault;
}

class SentBodies : public testing::TestWithParam<SentBody> {};

TEST_P(SentBodies, ArriveWhole) {
  auto scenario = ParseScenario("faults: [{do: " + std::string(GetParam().fault) + "}]\n", "test");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  auto simulator = Simulator::Start(*std::move(scenario), {});
  ASSERT_TRUE(simulator.ok()) << simulator.status();
  httplib::Client client("127.0.0.1", (*simulator)->port());
  const auto answer = client.Post("/", QuestionAbout("199001012385"), kXml);
  ASSERT_TRUE(answer);
  EXPECT_GE(answer->body.size(), GetParam().bytes_min);
  EXPECT_EQ(answer->body.find("</soap:Envelope>") != std::string::npos, GetParam().bytes_min > 0);
}

INSTANTIATE_TEST_SUITE_P(Simulator,
                         SentBodies,
                         testing::Values(SentBody{"chunked_body", 3000},
                                         SentBody{"oversize_body, bytes: 5000000", 5000000},
                                         SentBody{"slow_body, bytes: 100000", 3000},
                                         SentBody{"empty_body", 0}));

std::unique_ptr<Simulator> With(const std::string& faults) {
  auto scenario = ParseScenario("faults: [" + faults + "]\n", "test");
  EXPECT_TRUE(scenario.ok()) << scenario.status();
  auto simulator = Simulator::Start(*std::move(scenario), {});
  EXPECT_TRUE(simulator.ok()) << simulator.status();
  return simulator.ok() ? *std::move(simulator) : nullptr;
}

TEST(SimulatorFaults, SendACallerElsewhere) {
  const auto simulator = With("{do: redirect}");
  httplib::Client client("127.0.0.1", simulator->port());
  const auto answer = client.Post("/", QuestionAbout("199001012385"), kXml);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
  EXPECT_FALSE(answer->get_header_value("Location").empty());
}

TEST(SimulatorFaults, OfTheWholeAnswerStrikeOnlyCallsWithTheAgency) {
  const auto simulator = With("{do: http_503, agency: CSN}");
  httplib::Client client("127.0.0.1", simulator->port());
  QuestionText question;
  EXPECT_EQ(client.Post("/", question.Xml(), kXml)->status, 503);
  question.agencies["CSN"] = "-";
  EXPECT_EQ(client.Post("/", question.Xml(), kXml)->status, 200);
}

// Callers that hang up must not use up the threads of a rehearsal.
TEST(SimulatorFaults, KeepNoThreadForACallerThatHungUp) {
  auto scenario = ParseScenario("persons: {\"199001012385\": {faults: [{do: no_answer}]}}\n", "t");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  auto started = Simulator::Start(*std::move(scenario), {.threads = 64});
  ASSERT_TRUE(started.ok()) << started.status();
  const auto& simulator = *started;
  const auto wait_in_vain = [&simulator] {
    httplib::Client client("127.0.0.1", simulator->port());
    client.set_read_timeout(std::chrono::milliseconds(200));
    return !client.Post("/", QuestionAbout("199001012385"), kXml);
  };
  std::vector<std::future<bool>> callers;
  callers.reserve(80);
  for (int i = 0; i < 80; ++i) callers.push_back(std::async(std::launch::async, wait_in_vain));
  for (auto& caller : callers) EXPECT_TRUE(caller.get());
  httplib::Client client("127.0.0.1", simulator->port());
  client.set_read_timeout(std::chrono::seconds(20));
  EXPECT_TRUE(client.Post("/", QuestionAbout("198503122387"), kXml));
}

TEST(SimulatorOptions, RefuseWhatDoesNotGoTogether) {
  const auto problem = [](SimulatorOptions options) {
    return MessageOf(Simulator::Start(Scenario(), std::move(options)).status());
  };
  EXPECT_THAT(problem({.listen = {.tls_certificate_file = "x"}}), HasSubstr("belong together"));
  EXPECT_THAT(problem({.listen = {.host = "0.0.0.0"}}), HasSubstr("only a loopback address"));
  EXPECT_THAT(
      problem(
          {.listen = {.tls_certificate_file = "x", .tls_key_file = "x", .client_ca_file = "x"}}),
      HasSubstr("cannot be read"));
  EXPECT_THAT(problem({.record_file = "/no/such/folder/x"}), HasSubstr("--record"));
  const auto first = Started();
  EXPECT_THAT(problem({.listen = {.port = first->port()}}), HasSubstr("cannot be bound"));
}

// A key and a certificate signed by itself, made by the openssl command in a new folder.
class TlsFiles {
 public:
  TlsFiles() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sim-tls-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    for (const char* name : {"server", "client", "stranger"}) {
      const std::string command =
          "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
          "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " +
          Key(name) + " -out " + Certificate(name) + " 2>/dev/null";
      // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet.
      made_ = std::system(command.c_str()) == 0 && made_;
    }
  }

  TlsFiles(const TlsFiles&) = delete;
  TlsFiles& operator=(const TlsFiles&) = delete;
  TlsFiles(TlsFiles&&) = delete;
  TlsFiles& operator=(TlsFiles&&) = delete;

  ~TlsFiles() { std::filesystem::remove_all(folder_); }

  bool made() const { return made_; }

  std::string Key(const std::string& name) const { return folder_ + "/" + name + ".key"; }

  std::string Certificate(const std::string& name) const { return folder_ + "/" + name + ".pem"; }

 private:
  std::string folder_;
  bool made_ = true;
};

TEST(SimulatorOverTls, AsksForTheRightClientCertificate) {
  const TlsFiles files;
  ASSERT_TRUE(files.made()) << "the openssl command is needed";
  const auto simulator = Started({.listen = {.tls_certificate_file = files.Certificate("server"),
                                             .tls_key_file = files.Key("server"),
                                             .client_ca_file = files.Certificate("client")}});
  ASSERT_NE(simulator, nullptr);
  EXPECT_TRUE(simulator->url().starts_with("https://"));
  const auto ask = [&](httplib::SSLClient client) {
    client.set_ca_cert_path(files.Certificate("server"));
    client.enable_server_certificate_verification(true);
    const auto answer = client.Post("/", test::kTestQuestion, kXml);
    return answer ? answer->status : 0;
  };
  const int port = simulator->port();
  EXPECT_EQ(
      ask(httplib::SSLClient("127.0.0.1", port, files.Certificate("client"), files.Key("client"))),
      200);
  EXPECT_EQ(ask(httplib::SSLClient(
                "127.0.0.1", port, files.Certificate("stranger"), files.Key("stranger"))),
            0);
  EXPECT_EQ(ask(httplib::SSLClient("127.0.0.1", port)), 0);
}

}  // namespace
}  // namespace dm::sim
