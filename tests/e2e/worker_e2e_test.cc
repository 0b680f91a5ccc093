#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

class WorkerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  static std::string Name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }
};

// Ids of payment orders that reached the case system, each once however often it was delivered.
std::set<std::string> PaymentOrders(const Municipality& municipality) {
  std::set<std::string> ids;
  for (const auto& [id, kind] : municipality.Deliveries()) {
    if (kind == "EFFECT_KIND_PAYMENT_ORDER") ids.insert(id);
  }
  return ids;
}

std::size_t DecidedByWorker(const std::map<std::string, Fate>& fates) {
  std::size_t count = 0;
  for (const auto& [application, fate] : fates)
    if (fate.decided_by == "DECISION_KIND_AUTOMATIC") ++count;
  return count;
}

TEST_F(WorkerTest, EndsInTheSameTableHoweverOftenItIsKilled) {
  Municipality calm(Name() + "-calm", 150);
  calm.StartWorker();
  ASSERT_TRUE(calm.SubmitAll());
  ASSERT_TRUE(calm.WaitUntilWorked(seconds(60)));
  const auto expected = calm.Fates();
  ASSERT_GT(DecidedByWorker(expected), 0U);

  Municipality stormy(Name() + "-stormy", 150);
  stormy.StartWorker();
  std::mt19937 random(20261124);
  std::atomic<bool> storm = true;
  std::thread submitter([&] {
    // A refused connection in the storm is tried again; the same file is the same request.
    while (storm) static_cast<void>(stormy.SubmitAll());
  });
  for (int kills = 0; kills < 20; ++kills) {
    std::this_thread::sleep_for(milliseconds(10 + static_cast<int>(random() % 200)));
    stormy.worker().Kill();
    stormy.StartWorker();
  }
  storm = false;
  submitter.join();
  ASSERT_TRUE(stormy.SubmitAll());
  ASSERT_TRUE(stormy.WaitUntilWorked(seconds(120)));

  EXPECT_EQ(stormy.Fates(), expected);
  EXPECT_EQ(PaymentOrders(stormy).size(), DecidedByWorker(expected));
  EXPECT_EQ(PaymentOrders(calm).size(), DecidedByWorker(expected));
}

TEST_F(WorkerTest, StopsCleanlyOnSigtermAndRunOnceFinishesTheRest) {
  Municipality municipality(Name(), 20);
  municipality.StartWorker();
  ASSERT_TRUE(municipality.SubmitAll());
  EXPECT_EQ(municipality.worker().Stop(), 0);
  const Finished once = RunCommand(
      {Municipality::Binary("medarbetare"), "run-once", "--config", municipality.config()});
  EXPECT_EQ(once.exit_code, 0) << once.err;
  municipality.StartWorker();
  EXPECT_TRUE(municipality.WaitUntilWorked(seconds(30)));
  EXPECT_EQ(municipality.Fates().size(), municipality.case_files().size());
}

// The registers take two seconds for an answer, so that a whole round would take a minute.
TEST_F(WorkerTest, ARoundThatIsToldToStopDrains) {
  Municipality municipality(Name(), 200);
  ASSERT_EQ(municipality.Registers({"add", "do=delay", "agency=AF", "delay_ms=2000"}).exit_code, 0);
  municipality.StartWorker();
  ASSERT_TRUE(municipality.SubmitAll());
  EXPECT_EQ(municipality.worker().Stop(), 0);
  Process round(
      {Municipality::Binary("medarbetare"), "run-once", "--config", municipality.config()},
      municipality.folder() + "/round.log");
  std::this_thread::sleep_for(seconds(3));
  EXPECT_EQ(round.Stop(), 0);
  municipality.StartWorker();
  const Finished status = municipality.Medarbetare({"status", "--json"});
  const nlohmann::json parsed = nlohmann::json::parse(status.out);
  int received = 0;
  for (const nlohmann::json& one : parsed.at("states")) {
    if (one.at("state") == "CASE_STATE_RECEIVED") received = one.value("count", 0);
  }
  EXPECT_GT(received, 0) << status.out;
  ASSERT_EQ(municipality.Registers({"clear"}).exit_code, 0);
  EXPECT_TRUE(municipality.WaitUntilWorked(seconds(60)));
  EXPECT_EQ(municipality.Fates().size(), municipality.case_files().size());
}

TEST_F(WorkerTest, ASecondDaemonOnTheDatabaseIsRefused) {
  Municipality municipality(Name(), 1);
  municipality.StartWorker();
  const Finished second =
      RunCommand({Municipality::Binary("medarbetare"), "serve", "--config", municipality.config()});
  EXPECT_EQ(second.exit_code, 4);
  EXPECT_THAT(second.err, HasSubstr("remedy"));
  EXPECT_EQ(municipality.Medarbetare({"status"}).exit_code, 0);
}

TEST_F(WorkerTest, TheSameApplicationThriceIsOneCase) {
  Municipality municipality(Name(), 1);
  municipality.StartWorker();
  const std::string file = municipality.case_files().front();
  const std::string first = municipality.Medarbetare({"submit", file}).out;
  EXPECT_EQ(municipality.Medarbetare({"submit", file}).out, first);
  EXPECT_EQ(municipality.Medarbetare({"submit", file}).out, first);
  EXPECT_EQ(municipality.Fates().size(), 1U);
}

TEST_F(WorkerTest, AChangedApplicationUnderTheSameIdIsRefusedByFieldAndRemedy) {
  Municipality municipality(Name(), 1);
  municipality.StartWorker();
  const std::string file = municipality.case_files().front();
  ASSERT_EQ(municipality.Medarbetare({"submit", file}).exit_code, 0);
  nlohmann::json changed = nlohmann::json::parse(ReadFile(file));
  changed["application"]["free_text"] = "Hej";
  const std::string other = municipality.folder() + "/changed.json";
  std::ofstream(other) << changed.dump();
  const Finished refused = municipality.Medarbetare({"submit", other});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("remedy"));
}

TEST_F(WorkerTest, AWrongCheckDigitIsRefusedWithoutTheNumber) {
  Municipality municipality(Name(), 1);
  municipality.StartWorker();
  nlohmann::json broken = nlohmann::json::parse(ReadFile(municipality.case_files().front()));
  auto& number = broken["application"]["persons"][0]["personnummer"];
  std::string digits = number.get<std::string>();
  digits.back() = digits.back() == '9' ? '0' : static_cast<char>(digits.back() + 1);
  number = digits;
  const std::string file = municipality.folder() + "/broken.json";
  std::ofstream(file) << broken.dump();
  const Finished refused = municipality.Medarbetare({"submit", file});
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.err, HasSubstr("personnummer"));
  EXPECT_THAT(refused.err, Not(HasSubstr(digits)));
}

TEST_F(WorkerTest, SaysWhatIsWrongWithAConfiguration) {
  Municipality municipality(Name(), 1);
  std::ofstream(municipality.config(), std::ios::app) << "unheard_of: 1\n";
  const Finished refused = RunCommand(
      {Municipality::Binary("medarbetare"), "check-config", "--config", municipality.config()});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.err, HasSubstr("unheard_of is not a known key"));
}

TEST_F(WorkerTest, ALyingRegisterLeadsToAHuman) {
  Municipality municipality(Name(), 30);
  municipality.StartWorker();
  ASSERT_TRUE(municipality.SubmitAll());
  ASSERT_TRUE(municipality.WaitUntilWorked(seconds(60)));
  for (const auto& [application, fate] : municipality.Fates()) {
    if (fate.state != "CASE_STATE_WAITING_SOURCE") continue;
    EXPECT_NE(fate.decided_by, "DECISION_KIND_AUTOMATIC") << application;
  }
  // Nothing about a person stands in the worker's log.
  const std::string log = ReadFile(municipality.folder() + "/medarbetare.log");
  for (const std::string& file : municipality.case_files()) {
    for (const auto& person : nlohmann::json::parse(ReadFile(file))["application"]["persons"]) {
      EXPECT_THAT(log, Not(HasSubstr(person["personnummer"].get<std::string>())));
      EXPECT_THAT(log, Not(HasSubstr(person["name"].get<std::string>())));
    }
  }
}

TEST_F(WorkerTest, AClientInAnotherLanguageSubmitsReadsClaimsAndDecides) {
  const std::string client = std::string(DM_SOURCE_DIR) + "/tests/tools/grpc-js/client.mjs";
  if (!std::filesystem::exists(std::string(DM_SOURCE_DIR) + "/tests/tools/grpc-js/node_modules")) {
    GTEST_SKIP() << "the Node client is not installed: npm ci --prefix tests/tools/grpc-js";
  }
  Municipality municipality(Name(), 1);
  municipality.StartWorker();
  const Finished done = RunCommand({"/usr/bin/env",
                                    "node",
                                    client,
                                    "walk",
                                    "--target",
                                    municipality.target(),
                                    "--case",
                                    municipality.case_files().front(),
                                    "--protos",
                                    std::string(DM_SOURCE_DIR) + "/proto"});
  EXPECT_EQ(done.exit_code, 0) << done.out << done.err;
}

}  // namespace
}  // namespace dm::e2e
