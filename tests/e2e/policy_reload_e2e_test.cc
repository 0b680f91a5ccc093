// New policies in a running worker, under load, over its real interface.
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using Json = nlohmann::json;

class PolicyReloadTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  // A municipality whose worker reads a copy of the policies.
  PolicyReloadTest()
      : municipality_(std::string("reload-") +
                          ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                      30,
                      "stable-benefit"),
        policies_(municipality_.folder() + "/policies") {
    const std::string shipped = std::string(DM_SOURCE_DIR) + "/policies";
    std::filesystem::copy(shipped, policies_, std::filesystem::copy_options::recursive);
    Edit(municipality_.config(), shipped, policies_);
  }

  static void Edit(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = ReadFile(file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << ": " << from;
    text.replace(at, from.size(), to);
    std::ofstream(file) << text;
  }

  std::string Own(const std::string& path) const {
    return policies_ + "/municipality/0000-exempelkommun/" + path;
  }

  // The most that a single adult's rent may be.
  void SetRent(int from, int to) {
    const std::string row = "{id: BO26-1, adults: 1, children: 0, value: ";
    Edit(Own("parameters/levels.yaml"), row + std::to_string(from), row + std::to_string(to));
  }

  Finished Reload(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {
        "policy", "reload", "--actor", "HL000001", "--reason", "nya nivåer"};
    words.insert(words.end(), more.begin(), more.end());
    return municipality_.Medarbetare(words);
  }

  std::string InForce() const {
    const Finished shown = municipality_.Medarbetare({"policy", "in-force", "--json"});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    return Json::parse(shown.out).at("policy").at("sha256").get<std::string>();
  }

  // The case of an application's file, as the worker has it, once it is worked.
  Json Work(const std::string& file) {
    EXPECT_EQ(municipality_.Medarbetare({"submit", file}).exit_code, 0);
    EXPECT_TRUE(municipality_.WaitUntilWorked(seconds(60)));
    const std::string application = Json::parse(ReadFile(file)).at("application").at("id");
    for (const Json& one : Cases()) {
      if (one.value("application", "") != application) continue;
      return Shown(one.at("id"));
    }
    ADD_FAILURE() << "no case of " << file;
    return Json::object();
  }

  Json Shown(const std::string& id) const {
    const Finished shown = municipality_.Medarbetare({"case", "show", id, "--json"});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    return Json::parse(shown.out);
  }

  static std::string RulesOf(const Json& one) { return one.at("assessment").at("policy_sha256"); }

  // What is accepted of the rent, in öre.
  static std::int64_t RentOf(const Json& one) {
    for (const Json& row : one.at("assessment").at("rows")) {
      if (row.at("code") == "cost.boende") {
        return std::stoll(row.at("amount").at("ore").get<std::string>());
      }
    }
    ADD_FAILURE() << "no rent";
    return 0;
  }

  Json Cases() const {
    const Finished list = municipality_.Medarbetare({"case", "list", "--json"});
    EXPECT_EQ(list.exit_code, 0) << list.err;
    return Json::parse(list.out).at("cases");
  }

  Municipality municipality_;
  std::string policies_;
};

TEST_F(PolicyReloadTest, ANewLevelGivesTheNextCaseAnotherAmountAndLeavesTheOneBefore) {
  municipality_.StartWorker();
  const std::vector<std::string> files = municipality_.case_files();
  const std::string old_rules = InForce();
  // Some are drawn for a person to look at.
  std::size_t at = 0;
  Json first = Work(files.at(at));
  while (!first.contains("decisions") && ++at < 20) first = Work(files.at(at));
  ASSERT_TRUE(first.contains("decisions"));
  EXPECT_EQ(first.at("decisions").at(0).at("kind"), "DECISION_KIND_AUTOMATIC");
  EXPECT_EQ(RulesOf(first), old_rules);
  const std::int64_t rent = RentOf(first);

  SetRent(7600, 1000);
  const Finished reload = Reload();
  ASSERT_EQ(reload.exit_code, 0) << reload.err;
  EXPECT_THAT(reload.out, HasSubstr("in force: "));
  const std::string new_rules = InForce();
  EXPECT_NE(new_rules, old_rules);

  const Json second = Work(files.at(at + 1));
  EXPECT_EQ(RulesOf(second), new_rules);
  EXPECT_EQ(RentOf(second), 100'000);
  EXPECT_GT(rent, RentOf(second));
  EXPECT_FALSE(second.contains("decisions")) << "a level that was passed is for a person";
  const Json before = Shown(first.at("id"));
  EXPECT_EQ(RulesOf(before), old_rules);
  EXPECT_EQ(before.at("decisions"), first.at("decisions"));
  // Both are computed again from what was kept, each under its own rules.
  const Finished replay = municipality_.Medarbetare({"replay", "--month", "2026-12"});
  EXPECT_EQ(replay.exit_code, 0) << replay.out << replay.err;
}

TEST_F(PolicyReloadTest, AFolderThatDoesNotHoldChangesNothingAndTellsEveryError) {
  municipality_.StartWorker();
  const std::string before = InForce();
  SetRent(7600, 7700);
  Edit(policies_ + "/tables/gates.yaml", "kind: gates", "kind: gates\nwrong: 1");
  Edit(Own("parameters/levels.yaml"), "unit: kr", "unit: euro");
  const Finished refused = Reload();
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("error: tables/gates.yaml:"));
  EXPECT_THAT(refused.err,
              HasSubstr("error: municipality/0000-exempelkommun/parameters/levels.yaml:"));
  EXPECT_THAT(refused.out, HasSubstr("still in force"));
  EXPECT_THAT(refused.out, HasSubstr(before));
  EXPECT_EQ(InForce(), before);
  const Finished shown = municipality_.Medarbetare({"policy", "in-force"});
  EXPECT_THAT(shown.out, HasSubstr("refused"));
  EXPECT_THAT(ReadFile(municipality_.folder() + "/medarbetare.log"), HasSubstr("policies_refused"));
  EXPECT_EQ(RulesOf(Work(municipality_.case_files().at(0))), before);
}

TEST_F(PolicyReloadTest, ADraftIsRefusedAndADryRunChangesNothing) {
  municipality_.StartWorker();
  const std::string before = InForce();
  SetRent(7600, 7700);
  const Finished dry = Reload({"--dry-run"});
  EXPECT_EQ(dry.exit_code, 0) << dry.err;
  EXPECT_THAT(dry.out, HasSubstr("would be taken"));
  const Finished unexpected = Reload({"--expect", std::string(64, 'a')});
  EXPECT_EQ(unexpected.exit_code, 1);
  EXPECT_THAT(unexpected.err, HasSubstr("not the expected one"));
  Edit(Own("manifest.yaml"), "status: approved", "status: draft");
  const Finished draft = Reload();
  EXPECT_EQ(draft.exit_code, 1);
  EXPECT_THAT(draft.err, HasSubstr("marked draft"));
  EXPECT_EQ(InForce(), before);
  // Nor is it taken at a start.
  EXPECT_EQ(municipality_.worker().Stop(), 0);
  const Finished start = RunCommand(
      {Municipality::Binary("medarbetare"), "run-once", "--config", municipality_.config()});
  EXPECT_NE(start.exit_code, 0);
  EXPECT_THAT(start.err, HasSubstr("marked draft"));
}

TEST_F(PolicyReloadTest, ASignalTakesTheFolderAlsoWhilePaused) {
  municipality_.StartWorker();
  const std::string before = InForce();
  ASSERT_EQ(
      municipality_.Medarbetare({"pause", "--actor", "HL000001", "--reason", "prov"}).exit_code, 0);
  SetRent(7600, 7700);
  municipality_.worker().Signal(SIGHUP);
  const auto until = std::chrono::steady_clock::now() + seconds(30);
  while (InForce() == before && std::chrono::steady_clock::now() < until) {
  }
  EXPECT_NE(InForce(), before);
  EXPECT_TRUE(municipality_.worker().running());
  const Json paused = Json::parse(municipality_.Medarbetare({"status", "--json"}).out);
  EXPECT_EQ(paused.at("paused"), true);
  EXPECT_EQ(municipality_.worker().Stop(), 0);
}

TEST_F(PolicyReloadTest, UnderLoadEachCaseIsWorkedToItsEndUnderOneOfTheSets) {
  municipality_.StartWorker();
  std::set<std::string> rules = {InForce()};
  std::atomic<bool> submitted = false;
  std::thread submitter([&] { submitted = municipality_.SubmitAll(); });
  for (int i = 0; i < 6; ++i) {
    SetRent(i % 2 == 0 ? 7600 : 7700, i % 2 == 0 ? 7700 : 7600);
    const Finished reload = Reload();
    EXPECT_EQ(reload.exit_code, 0) << reload.err;
    EXPECT_THAT(reload.out, HasSubstr("in force: "));
    rules.insert(InForce());
  }
  submitter.join();
  EXPECT_TRUE(submitted);
  EXPECT_EQ(rules.size(), 2U);
  EXPECT_TRUE(municipality_.WaitUntilWorked(seconds(60)));
  const Json cases = Cases();
  ASSERT_EQ(cases.size(), municipality_.case_files().size());
  std::size_t assessed = 0;
  for (const Json& one : cases) {
    const Json shown = Shown(one.at("id"));
    if (!shown.contains("assessment")) continue;  // waits for a register
    ++assessed;
    EXPECT_TRUE(rules.contains(RulesOf(shown)));
  }
  EXPECT_GT(assessed, cases.size() / 2);
  const Finished replay = municipality_.Medarbetare({"replay", "--month", "2026-12"});
  EXPECT_EQ(replay.exit_code, 0) << replay.out << replay.err;
}

}  // namespace
}  // namespace dm::e2e
