// What policy staff do with the cases that a worker has decided: explain one, try a changed rule on
// all of them, and find who was decided under a rule that was wrong.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMunicipality[] = "0000-exempelkommun";
constexpr char kPolicies[] = DM_SOURCE_DIR "/policies";

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The shipped policies with one row of one file otherwise.
std::string ChangedPolicies(const std::string& folder,
                            const std::string& name,
                            const std::string& file,
                            const std::string& row,
                            const std::string& other) {
  namespace fs = std::filesystem;
  const fs::path copy = fs::path(folder) / name;
  fs::copy(kPolicies, copy, fs::copy_options::recursive);
  std::string text = ReadAll(copy / file);
  const std::size_t at = text.find(row);
  EXPECT_NE(at, std::string::npos) << file << " no longer has the row that is changed";
  if (at != std::string::npos) text.replace(at, row.size(), other);
  std::ofstream(copy / file, std::ios::binary) << text;
  return copy;
}

// One municipality for all tests: what it has decided is only read.
class HistoryTest : public ::testing::Test {
 protected:
  // What fails here fails each test: CTest takes tests of a suite that was not set up for skipped.
  static void SetUpTestSuite() {
    ready = LoadSwedishTime().ok();
    // Test programs stand beside each other, a process a test.
    municipality = std::make_unique<Municipality>("History-" + std::to_string(getpid()), 150);
    municipality->StartWorker();
    ready = municipality->SubmitAll() && municipality->WaitUntilWorked(seconds(60)) && ready;
    raised =
        ChangedPolicies(municipality->folder(),
                        "raised",
                        std::string("municipality/") + kMunicipality + "/parameters/levels.yaml",
                        "id: BO26-1, adults: 1, children: 0, value: 7600",
                        "id: BO26-1, adults: 1, children: 0, value: 7700");
  }

  static void TearDownTestSuite() {
    const std::string folder = municipality->folder();
    municipality.reset();
    std::filesystem::remove_all(folder);
  }

  void SetUp() override { ASSERT_TRUE(ready); }

  static Finished Run(const std::vector<std::string>& arguments) {
    return municipality->Medarbetare(arguments);
  }

  // medarbetare policy `what`, under the policies folder.
  static Finished RunUnder(const std::string& policies, const std::vector<std::string>& what) {
    std::vector<std::string> arguments = {"policy"};
    arguments.insert(arguments.end(), what.begin(), what.end());
    arguments.insert(arguments.end(), {"--policies", policies, "--municipality", kMunicipality});
    return Run(arguments);
  }

  static void ExpectNoPersonIn(const std::string& text) {
    for (const std::string& file : municipality->case_files()) {
      for (const json& person : json::parse(ReadAll(file))["application"]["persons"]) {
        EXPECT_THAT(text, Not(HasSubstr(person["personnummer"].get<std::string>())));
        EXPECT_THAT(text, Not(HasSubstr(person["name"].get<std::string>())));
      }
    }
  }

  static inline std::unique_ptr<Municipality> municipality;
  static inline std::string raised;
  static inline bool ready = false;
};

TEST_F(HistoryTest, WhatWasDecidedIsTriedUnderAChangedRuleAndNobodyCanBeMadeOut) {
  const std::string csv = municipality->folder() + "/backtest.csv";
  const std::string page = municipality->folder() + "/backtest.html";
  const Finished done = RunUnder(raised,
                                 {"backtest",
                                  "--decided",
                                  "--month",
                                  "2026-12",
                                  "--baseline",
                                  "stored",
                                  "--csv",
                                  csv,
                                  "--html",
                                  page,
                                  "--json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const json report = json::parse(done.out);
  ASSERT_TRUE(report["all"].contains("households")) << done.out;
  EXPECT_EQ(report["all"]["households"], municipality->Decided().size());
  EXPECT_THAT(report["source"].get<std::string>(), HasSubstr("beslutade ärenden, december 2026"));
  ExpectNoPersonIn(done.out + ReadAll(csv) + ReadAll(page));
}

TEST_F(HistoryTest, UnderTheRulesInForceNothingIsOtherwise) {
  const Finished done =
      RunUnder(kPolicies, {"backtest", "--decided", "--baseline", "stored", "--json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const json report = json::parse(done.out);
  ASSERT_TRUE(report["all"].contains("households")) << done.out;
  EXPECT_GT(report["unchanged"], 0);
  EXPECT_EQ(report["unchanged"], report["all"]["households"]) << done.out;
}

TEST_F(HistoryTest, ASnapshotOfWhatWasDecidedIsReadLikeTheWorkerItself) {
  const std::string file = municipality->folder() + "/decided.jsonl";
  const Finished kept = RunUnder(kPolicies, {"snapshot", "--decided", "--lines", "--out", file});
  ASSERT_EQ(kept.exit_code, 0) << kept.err;
  const std::vector<std::string> compare = {"backtest", "--baseline", "stored", "--json"};
  std::vector<std::string> from_file = compare;
  from_file.insert(from_file.end(), {"--cases", file});
  std::vector<std::string> from_worker = compare;
  from_worker.emplace_back("--decided");
  json one = json::parse(RunUnder(raised, from_file).out);
  json other = json::parse(RunUnder(raised, from_worker).out);
  one.erase("source");
  other.erase("source");
  EXPECT_EQ(one, other);
}

TEST_F(HistoryTest, ASweepFindsWhoGotTooLittleUnderAWrongLevel) {
  const std::string csv = municipality->folder() + "/sweep.csv";
  const Finished done =
      RunUnder(raised, {"sweep", "--rule", "cap.housing", "--csv", csv, "--json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const json sweep = json::parse(done.out);
  const std::set<std::string> decided = municipality->Decided();
  EXPECT_EQ(sweep["decided"], decided.size());
  EXPECT_GT(sweep["under_the_rule"], 0);
  for (const json& one : sweep["cases"]) EXPECT_TRUE(decided.contains(one["case"])) << one;
  ExpectNoPersonIn(ReadAll(csv));
  const Finished other = RunUnder(raised, {"sweep", "--rule", "cap.travel", "--json"});
  EXPECT_EQ(json::parse(other.out)["under_the_rule"], 0);
  const Finished nothing = Run({"policy", "sweep", "--municipality", kMunicipality});
  EXPECT_EQ(nothing.exit_code, 2);
}

// The norm's row for one person was ten kronor too low: each household that it was used for got
// ten kronor too little, and no other.
TEST_F(HistoryTest, ASweepSaysHowMuchEachHouseholdGotTooLittle) {
  const std::string mended = ChangedPolicies(municipality->folder(),
                                             "mended",
                                             "parameters/riksnorm_common.yaml",
                                             "id: RC26-1, size: 1, value: 1280",
                                             "id: RC26-1, size: 1, value: 1290");
  const Finished done = RunUnder(mended, {"sweep", "--rule", "riksnorm.common/RC26-1", "--json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  const json sweep = json::parse(done.out);
  const int found = sweep["under_the_rule"];
  ASSERT_GT(found, 0) << done.out;
  EXPECT_EQ(sweep["underpaid"], found) << done.out;
  EXPECT_EQ(sweep["underpaid_ore"], found * 1000);
  EXPECT_EQ(sweep["overpaid"], 0);
  for (const json& one : sweep["cases"]) {
    EXPECT_EQ(one["underpaid_ore"], 1000) << one;
    EXPECT_EQ(one["recomputed_ore"].get<int>(), one["granted_ore"].get<int>() + 1000) << one;
  }
}

TEST_F(HistoryTest, TheServiceExplainsInTheWordsOfTheCommandLine) {
  const std::string client = std::string(DM_SOURCE_DIR) + "/tests/tools/grpc-js";
  if (!std::filesystem::exists(client + "/node_modules"))
    GTEST_SKIP() << "the Node client is not installed: npm ci --prefix tests/tools/grpc-js";
  const std::string id = *municipality->Decided().begin();
  const Finished answer = RunCommand({"/usr/bin/env",
                                      "node",
                                      client + "/client.mjs",
                                      "explain",
                                      "--target",
                                      municipality->target(),
                                      "--case",
                                      id,
                                      "--views",
                                      "CASEWORKER,APPLICANT,HTML",
                                      "--protos",
                                      std::string(DM_SOURCE_DIR) + "/proto"});
  ASSERT_EQ(answer.exit_code, 0) << answer.err;
  const json explanation = json::parse(answer.out)["explanation"];
  const std::pair<const char*, const char*> forms[] = {
      {"text", "caseworker_text"}, {"applicant", "applicant_text"}, {"html", "html"}};
  for (const auto& [format, field] : forms)
    EXPECT_EQ(Run({"case", "explain", id, "--format", format}).out, explanation[field]) << format;
}

TEST_F(HistoryTest, AnExplanationSaysWhatCameOfTheCase) {
  ASSERT_FALSE(municipality->Decided().empty());
  const Finished told =
      Run({"case", "explain", *municipality->Decided().begin(), "--format", "applicant"});
  ASSERT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("Beslutet är fattat av ett automatiskt system."));
  EXPECT_THAT(told.out, Not(HasSubstr("inte ett beslut")));
}

}  // namespace
}  // namespace dm::e2e
