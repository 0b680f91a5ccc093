// The worker's own day of retention: what `retention.daily` does, on SQLite and by two workers on
// one PostgreSQL server, and what status, metrics and log tell of it.
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/retention_files.h"
#include "tests/support/postgres_server.h"

namespace dm::e2e {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using testing::PostgresServer;

// The duty comes around once a minute.
constexpr seconds kDutyMax{150};

class RetentionDailyTest : public RetentionFiles, public ::testing::WithParamInterface<Storage> {
 protected:
  void SetUp() override {
    if (GetParam() == Storage::kPostgres && PostgresServer::Binaries().empty())
      GTEST_SKIP() << "PostgreSQL 15 is not installed";
    Begin(GetParam(), "research: days_5_15_25, daily: true");
    municipality_->Configure("development:\n",
                             "metrics: {listen: 127.0.0.1:0, port_file: metrics.port}\n"
                             "development:\n");
  }

  std::string Log(const std::string& name) const { return ReadFile(Path(name + ".log")); }

  int CountInLogs(const std::string& event) const {
    int found = 0;
    for (const char* const name : {"medarbetare", "second"}) {
      const std::string log = Log(name);
      for (std::size_t at = log.find(event); at != std::string::npos; at = log.find(event, at + 1))
        ++found;
    }
    return found;
  }

  // Waits until one of the workers has gone through all files; it must.
  void WaitForTheDuty() const {
    const auto until = std::chrono::steady_clock::now() + kDutyMax;
    while (CountInLogs("retention_finished") == 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    ASSERT_EQ(CountInLogs("retention_finished"), 1) << Log("medarbetare") << Log("second");
  }

  // Workers that begin a log of their own: one, and on PostgreSQL another.
  void StartAll() {
    for (const char* const name : {"medarbetare", "second"})
      std::filesystem::remove(Path(std::string(name) + ".log"));
    municipality_->StartWorker();
    if (GetParam() == Storage::kPostgres) second_ = municipality_->StartAnother("second");
  }

  void KillAll() {
    municipality_->worker().Kill();
    second_.Kill();
  }

  void StopAll() {
    EXPECT_EQ(municipality_->worker().Stop(), 0);
    if (second_.running()) {
      EXPECT_EQ(second_.Stop(), 0);
    }
  }

  // What Prometheus reads.
  std::string Metrics() const {
    const Finished read = RunCommand(
        {"/usr/bin/python3",
         "-c",
         "import sys, urllib.request\n"
         "port = open(sys.argv[1]).read().strip()\n"
         "print(urllib.request.urlopen(f'http://127.0.0.1:{port}/metrics').read().decode())",
         Path("metrics.port")});
    EXPECT_EQ(read.exit_code, 0) << read.err;
    return read.out;
  }

  // Records of the chain in which the worker itself says that it has erased.
  int RunsOfWorkers() const {
    const std::string chain = VerifiedChain();
    int found = 0;
    for (std::size_t at = chain.find("retention_run"); at != std::string::npos;
         at = chain.find("retention_run", at + 1)) {
      const std::size_t begin = chain.rfind('\n', at) + 1;
      const std::string line = chain.substr(begin, chain.find('\n', at) - begin);
      if (line.find("bo.exempel") == std::string::npos) ++found;
    }
    return found;
  }

 private:
  Process second_;
};

TEST_P(RetentionDailyTest, DoesItsDayOnceByItselfAfterAPersonHasBegun) {
  const Files files{.gone = 6, .held = 1, .research = 2, .young = 4, .open = 2};
  Fill(files);
  // The first day: it looks, and waits for a person.
  StartAll();
  WaitForTheDuty();
  EXPECT_EQ(CountInLogs("retention_waits"), 1);
  EXPECT_EQ(CountInLogs("FIRST_RUN_BY_A_PERSON"), 1);
  EXPECT_EQ(Due().value("due", 0), files.gone + files.held);
  EXPECT_EQ(RunsOfWorkers(), 0);
  ASSERT_EQ(municipality_
                ->Medarbetare({"retention",
                               "hold",
                               held_[0].value(),
                               "--actor",
                               "bo.exempel",
                               "--reason",
                               "Överklagat."})
                .exit_code,
            0);
  EXPECT_EQ(Counts(RunRetention()).value("due", 0), files.gone);
  StopAll();

  // The next: the young ones have become due.
  Later(1);
  StartAll();
  WaitForTheDuty();
  EXPECT_EQ(CountInLogs("retention_waits"), 0);
  EXPECT_THAT(Log("medarbetare") + Log("second"),
              HasSubstr("erased=" + std::to_string(files.young)));
  EXPECT_EQ(Due().value("due", 0), 0);
  EXPECT_EQ(Due().value("held", 0), files.held);
  EXPECT_EQ(RunsOfWorkers(), 1);
  const Finished looked = municipality_->Medarbetare({"retention", "due"});
  EXPECT_THAT(looked.out, HasSubstr("the worker erases each day"));
  EXPECT_THAT(looked.out, HasSubstr("last gone through 2026-11-25"));
  const std::string metrics = Metrics();
  EXPECT_THAT(metrics, HasSubstr("medarbetare_retention_files{state=\"held\"} 1"));
  EXPECT_THAT(metrics, HasSubstr("medarbetare_retention_files{state=\"open\"} 2"));
  EXPECT_THAT(metrics, HasSubstr("medarbetare_retention_files{state=\"research\"} 2"));
  EXPECT_THAT(metrics, HasSubstr("medarbetare_retention_files{state=\"overdue\"} 0"));
  const Finished report = municipality_->Medarbetare({"retention", "report", "--json"});
  const auto proofs = nlohmann::json::parse(report.out)["erasures"];
  EXPECT_EQ(proofs.size(), static_cast<std::size_t>(files.gone + files.young));
  EXPECT_NE(proofs.back().value("actor", ""), "bo.exempel");

  // Whoever has the duties dies, and others begin on the same day: it is not done again.
  KillAll();
  StartAll();
  std::this_thread::sleep_for(seconds(3));
  EXPECT_EQ(CountInLogs("retention_finished"), 0);
  EXPECT_EQ(RunsOfWorkers(), 1);
}

// Years later: what should have been gone is told of, and a jump of years erases nothing.
TEST_P(RetentionDailyTest, TellsWhatIsOverdueAndErasesNothingAfterALongPause) {
  const Files files{.gone = 3, .held = 0, .research = 1, .young = 2, .open = 2};
  Fill(files);
  StartAll();
  WaitForTheDuty();
  EXPECT_EQ(Counts(RunRetention()).value("due", 0), files.gone);
  StopAll();
  Later(2 * 365);
  StartAll();
  WaitForTheDuty();
  EXPECT_EQ(CountInLogs("LAST_RUN_TOO_OLD"), 1);
  EXPECT_THAT(Log("medarbetare"), HasSubstr("retention_overdue"));
  EXPECT_EQ(RunsOfWorkers(), 0);
  EXPECT_THAT(Metrics(), HasSubstr("medarbetare_retention_files{state=\"overdue\"} 4"));
  const Finished due = municipality_->Medarbetare({"retention", "due"});
  EXPECT_EQ(due.exit_code, 1);
  EXPECT_THAT(due.out, HasSubstr("OVERDUE: 4 files"));
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         RetentionDailyTest,
                         ::testing::Values(Storage::kEncrypted, Storage::kPostgres),
                         [](const auto& test) {
                           return std::string(test.param == Storage::kPostgres ? "postgres"
                                                                               : "sqlite");
                         });

}  // namespace
}  // namespace dm::e2e
