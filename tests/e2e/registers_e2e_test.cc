// The registers as an operator meets them: one that is away and comes back, an answer that looks
// odd, a connection to be tested. All with the real programs.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality.h"
#include "tests/integration/ssbtek/certificates.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Trimmed(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

class RegistersTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  static std::string Name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }

  static Json ShowCase(const Municipality& municipality, const std::string& id) {
    const Finished shown = municipality.Medarbetare({"case", "show", id, "--json"});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    return Json::parse(shown.out, nullptr, false);
  }

  static bool WaitForState(const Municipality& municipality,
                           const std::string& id,
                           const std::string& state) {
    const auto until = std::chrono::steady_clock::now() + seconds(30);
    while (std::chrono::steady_clock::now() < until) {
      if (ShowCase(municipality, id).value("state", "") == state) return true;
      std::this_thread::sleep_for(milliseconds(50));
    }
    return false;
  }

  static Finished Command(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {Municipality::Binary("medarbetare")};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return RunCommand(all);
  }
};

// How often `agency` was asked in `questions`.
std::size_t Times(const std::vector<std::vector<std::string>>& questions,
                  const std::string& agency) {
  return static_cast<std::size_t>(
      std::ranges::count_if(questions, [&agency](const std::vector<std::string>& one) {
        return std::ranges::find(one, agency) != one.end();
      }));
}

TEST_F(RegistersTest, ACaseWaitsForOneAgencyAndIsDecidedWhenItIsBack) {
  Municipality municipality(Name(), 1, "stable-benefit");
  municipality.StartWorker();
  ASSERT_EQ(municipality.Registers({"down", "FK"}).exit_code, 0);
  const std::string id =
      Trimmed(municipality.Medarbetare({"submit", municipality.case_files().front()}).out);
  ASSERT_TRUE(WaitForState(municipality, id, "CASE_STATE_WAITING_SOURCE"));

  // Who waits, for whom, and what would be asked: FK alone, the others are known.
  EXPECT_THAT(municipality.Medarbetare({"case", "show", id}).out, HasSubstr("asked again"));
  const Finished preview = municipality.Medarbetare({"ssbtek", "ask", id, "--dry-run"});
  ASSERT_EQ(preview.exit_code, 0) << preview.err;
  EXPECT_THAT(preview.out, HasSubstr("ask FK"));
  EXPECT_THAT(preview.out, Not(HasSubstr("  ask CSN")));
  const std::string number = Json::parse(
      ReadFile(municipality.case_files().front()))["application"]["persons"][0]["personnummer"];
  EXPECT_THAT(preview.out, Not(HasSubstr(number)));
  EXPECT_THAT(preview.out, HasSubstr("****"));
  EXPECT_THAT(municipality.Medarbetare({"status"}).out, HasSubstr("FK "));
  const auto before = municipality.QuestionsAbout(id);

  ASSERT_EQ(municipality.Registers({"up", "FK"}).exit_code, 0);
  const Finished retried = municipality.Medarbetare({"retry", id, "--actor", "HL000001"});
  ASSERT_EQ(retried.exit_code, 0) << retried.err;
  ASSERT_TRUE(WaitForState(municipality, id, "CASE_STATE_CLOSED"));

  EXPECT_EQ(ShowCase(municipality, id)["decisions"][0]["kind"], "DECISION_KIND_AUTOMATIC");
  auto questions = municipality.QuestionsAbout(id);
  ASSERT_GT(questions.size(), before.size());
  for (const auto& agencies : questions) {
    for (const std::string& agency : agencies) {
      if (agency == "FK") continue;
      EXPECT_EQ(Times(questions, agency), 1U) << agency;
    }
  }
  EXPECT_THAT(questions.back(), ElementsAre("FK"));
  // Once it does not wait any more there is nothing to ask and nothing to retry.
  const Finished late = municipality.Medarbetare({"ssbtek", "ask", id, "--dry-run"});
  EXPECT_EQ(late.exit_code, 1);
  EXPECT_THAT(late.err, HasSubstr("CASE_NOT_OPEN"));
  EXPECT_THAT(municipality.Medarbetare({"retry", id, "--actor", "HL000001"}).err,
              HasSubstr("CASE_NOT_WAITING"));
}

TEST_F(RegistersTest, OnlyTheWorkerAsks) {
  const Finished refused = Command({"ssbtek", "ask", "EKB-202612-000001"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("add --dry-run"));
}

TEST_F(RegistersTest, ReadsAStoredAnswerAsTheWorkerWould) {
  const std::string file = std::string(DM_SOURCE_DIR) + "/tests/data/ssbtek/fk/payments.json";
  const std::vector<std::string> policies = {"--municipality",
                                             "0000-exempelkommun",
                                             "--policies",
                                             std::string(DM_SOURCE_DIR) + "/policies"};
  std::vector<std::string> arguments = {"ssbtek", "read", file, "--source", "fk"};
  arguments.insert(arguments.end(), policies.begin(), policies.end());
  const Finished read = Command(arguments);
  ASSERT_EQ(read.exit_code, 0) << read.err;
  const Json json = Json::parse(read.out);
  EXPECT_THAT(json["unchecked"].get<std::vector<std::string>>(), Contains("PERSON"));
  ASSERT_FALSE(json["answers"].empty());
  EXPECT_EQ(json["answers"][0]["source"], "SOURCE_FK");
  EXPECT_EQ(json["answers"][0]["state"], "ANSWER_STATE_DATA");
  EXPECT_FALSE(json["answers"][0]["payments"].empty());
  EXPECT_FALSE(json["answers"][0].contains("raw"));
}

TEST_F(RegistersTest, WhatIsNoAnswerIsRefusedWithoutRepeatingIt) {
  const std::string file = ::testing::TempDir() + "/no-answer.txt";
  std::ofstream(file) << "Test Testsson";
  const Finished refused = Command({"ssbtek", "read", file});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("remedy"));
  EXPECT_THAT(refused.err, Not(HasSubstr("Testsson")));
  EXPECT_EQ(Command({"ssbtek", "read", file + ".missing"}).exit_code, 2);
  const Finished number = Command({"ssbtek", "read", file, "--person", "199001012386"});
  EXPECT_EQ(number.exit_code, 2);
  EXPECT_THAT(number.err, Not(HasSubstr("199001012386")));
}

// A service behind TLS that knows its callers by their certificates, and what pings it.
class PingTest : public RegistersTest {
 protected:
  PingTest() : certificates_(::testing::TempDir() + "/ping-" + Name()) {
    service_ = Process({Municipality::Binary("ssbtek-sim"),
                        "--scenario",
                        std::string(DM_SOURCE_DIR) + "/tests/data/ssbtek/sim/every-agency.yaml",
                        "--port-file",
                        certificates_.Path("port"),
                        "--tls-cert",
                        certificates_.Path("server.pem"),
                        "--tls-key",
                        certificates_.Path("server.key"),
                        "--client-ca",
                        certificates_.Path("ca.pem")},
                       certificates_.Path("sim.log"));
    port_ = Trimmed(WaitForFile(certificates_.Path("port"), seconds(20)));
    EXPECT_NE(port_, "") << ReadFile(certificates_.Path("sim.log"));
    Write("client.pem", "client.key");
  }

  void Write(const std::string& certificate, const std::string& key) {
    std::ofstream(config()) << "environment: test\n"
                               "municipality: 0000-exempelkommun\n"
                            << "policies: " << DM_SOURCE_DIR << "/policies\n"
                            << "database: medarbetare.db\n"
                               "grpc:\n"
                               "  listen: 127.0.0.1:0\n"
                               "  tls: {certificate: server.pem, key: server.key, ca: ca.pem}\n"
                               "  callers: [{uri: \"urn:drift\", roles: [operations]}]\n"
                               "ssbtek:\n"
                            << "  url: https://127.0.0.1:" << port_ << "/\n"
                            << "  organisation_number: \"162120000001\"\n"
                               "  organisation_name: Exempelkommun\n"
                               "  aktorsid: \"000-00\"\n"
                               "  lefi_groups_granted: [\"FK:BOB\"]\n"
                               "  rate_per_minute: 600\n"
                            << "  tls: {certificate: " << certificate << ", key: " << key
                            << ", ca: ca.pem}\n";
  }

  std::string config() const { return certificates_.Path("medarbetare.yaml"); }

  ssbtek::test::Certificates certificates_;
  Process service_;
  std::string port_;
};

TEST_F(PingTest, ShowsEachAgencyAndTheCertificate) {
  const Finished ping = Command({"ssbtek", "ping", "--config", config()});
  ASSERT_EQ(ping.exit_code, 0) << ping.out << ping.err;
  EXPECT_THAT(ping.out, HasSubstr("certificate ssbtek.tls: holds until"));
  for (const char* agency : {"AF ", "CSN ", "FK ", "SKV ", "SO "})
    EXPECT_THAT(ping.out, HasSubstr(agency));
  EXPECT_THAT(ping.out, HasSubstr("not tested"));  // TNS and MIV have no test
  const Finished json = Command({"ssbtek", "ping", "--config", config(), "--json"});
  EXPECT_EQ(Json::parse(json.out)["agencies"].size(), 7U);
}

TEST_F(PingTest, NoAnswerIsExitCodeThree) {
  service_.Kill();
  const Finished ping = Command({"ssbtek", "ping", "--config", config()});
  EXPECT_EQ(ping.exit_code, 3);
  EXPECT_THAT(ping.out, HasSubstr("no answer"));
}

TEST_F(PingTest, CheckConfigOpensTheCertificates) {
  const Finished good = Command({"check-config", "--config", config()});
  ASSERT_EQ(good.exit_code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("# certificate ssbtek.tls: holds until"));
  EXPECT_THAT(good.out, HasSubstr("# certificate grpc.tls: holds until"));

  Write("client.pem", "server.key");
  const Finished mismatch = Command({"check-config", "--config", config()});
  EXPECT_EQ(mismatch.exit_code, 4);
  EXPECT_THAT(mismatch.err, HasSubstr("ssbtek.tls."));
  EXPECT_THAT(mismatch.err, HasSubstr("remedy"));

  Write("client.pem", "client.locked.key");
  certificates_.Issue("client");
  const Finished locked = Command({"check-config", "--config", config()});
  EXPECT_EQ(locked.exit_code, 4);
  EXPECT_THAT(locked.err, HasSubstr("ssbtek.tls."));
}

}  // namespace
}  // namespace dm::e2e
