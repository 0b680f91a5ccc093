// Bad input, F16, F17, F41, F61, F62, F64: what the real worker does with a store that is not as it
// left it. A clear refusal with a remedy, or a stop that says so; the file stays as it is.
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/crash/documented_setup.h"
#include "tests/crash/life.h"
#include "worker/core/instant.h"

namespace dm::crash {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t kYearMs = std::int64_t{365} * 24 * 3'600'000;

void Sql(const std::string& file, const std::string& sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
  sqlite3_busy_timeout(handle, 10'000);
  EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sql << ": " << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

class BadStoreTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  // A worker that has decided one case, stopped.
  void SetUp() override {
    life_ = std::make_unique<Life>(
        std::string("bad-") + ::testing::UnitTest::GetInstance()->current_test_info()->name(),
        Scenario::kGrantedAutomatically);
    ASSERT_TRUE(life_->Start({}));
    ASSERT_TRUE(life_->LiveToTheEnd()) << life_->why();
    life_->StopWorker();
  }

  e2e::Municipality& municipality() { return life_->municipality(); }

  std::string Database() { return municipality().folder() + "/medarbetare.db"; }

  // The worker refuses to start for this reason, says what to do and leaves the file alone.
  void ExpectRefusal(const std::string& reason) {
    const std::string before = e2e::ReadFile(Database());
    for (const char* const command : {"run-once", "serve"}) {
      const e2e::Finished refused = e2e::RunCommand(
          {e2e::Municipality::Binary("medarbetare"), command, "--config", municipality().config()});
      EXPECT_EQ(refused.exit_code, 4) << command;
      EXPECT_THAT(refused.err, HasSubstr(reason)) << command;
      EXPECT_THAT(refused.err, HasSubstr("remedy")) << command;
    }
    EXPECT_TRUE(e2e::ReadFile(Database()) == before) << "the file was changed";
  }

  // Waits until the worker says that it does not decide, and why.
  void ExpectStops(const std::string& reason) {
    const auto until = std::chrono::steady_clock::now() + seconds(120);
    std::string status;
    while (status.find(reason) == std::string::npos) {
      ASSERT_LT(std::chrono::steady_clock::now(), until) << status;
      status = municipality().Medarbetare({"status"}).out;
    }
    EXPECT_THAT(status, HasSubstr("deciding: no"));
  }

  std::string Log() { return e2e::ReadFile(municipality().folder() + "/medarbetare.log"); }

  std::unique_ptr<Life> life_;
};

TEST_F(BadStoreTest, ADatabaseFromANewerVersionIsRefused) {
  Sql(Database(), "PRAGMA user_version = 9999; PRAGMA wal_checkpoint(TRUNCATE)");
  ExpectRefusal("STORE_NEWER");
}

TEST_F(BadStoreTest, ATornFileIsRefusedWhereverItIsTorn) {
  const std::string whole = e2e::ReadFile(Database());
  std::mt19937 random(20261122);
  for (int i = 0; i < 12; ++i) {
    std::string torn = whole;
    if (i < 4) {
      torn.resize(whole.size() / 4'096 * static_cast<std::size_t>(i + 1) / 5 * 4'096 + 512);
    } else {
      // A whole page of noise: never the last ones, which may be free.
      const std::size_t pages = whole.size() / 4'096;
      const std::size_t page = 1 + random() % (pages / 2);
      for (std::size_t at = page * 4'096; at < (page + 1) * 4'096; ++at)
        torn[at] = static_cast<char>(random());
    }
    std::filesystem::remove(Database() + "-wal");
    std::filesystem::remove(Database() + "-shm");
    std::ofstream(Database(), std::ios::binary) << torn;
    SCOPED_TRACE(i);
    ExpectRefusal("STORE_CORRUPT");
  }
}

TEST_F(BadStoreTest, AFileThatIsNoneOfOursIsRefused) {
  std::filesystem::remove(Database() + "-wal");
  std::filesystem::remove(Database() + "-shm");
  std::ofstream(Database()) << std::string(20'000, 'x');
  ExpectRefusal("STORE_CORRUPT");
  std::filesystem::remove(Database());
  Sql(Database(), "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
  ExpectRefusal("STORE_FOREIGN");
}

TEST_F(BadStoreTest, AChainThatWasAlteredIsRefusedAtTheStart) {
  Sql(Database(),
      "DROP TRIGGER audit_final; UPDATE audit SET actor = 'HL999999' WHERE action = "
      "'case_decided'; PRAGMA wal_checkpoint(TRUNCATE)");
  ExpectRefusal("AUDIT_CHAIN_BROKEN");
}

TEST_F(BadStoreTest, AChainThatIsAlteredUnderARunningWorkerStopsDeciding) {
  ASSERT_TRUE(municipality().TryStartWorker({}));
  // The worker has read the record before; the next look takes what is new behind it.
  Sql(Database(), "DROP TRIGGER audit_final");
  Sql(Database(),
      "UPDATE audit SET detail = detail || 'x' WHERE sequence = (SELECT max(sequence) FROM audit)");
  municipality().Medarbetare({"case", "show", "EKB-202612-000001"});
  ExpectStops("STORE_BROKEN");
  EXPECT_THAT(Log(), HasSubstr("audit_chain_broken reason=AUDIT_CHAIN_BROKEN"));
  EXPECT_TRUE(municipality().worker().running());
}

TEST_F(BadStoreTest, ASecondWorkerOnTheFileIsRefusedAndTheFirstGoesOn) {
  ASSERT_TRUE(municipality().TryStartWorker({}));
  const e2e::Finished second = e2e::RunCommand(
      {e2e::Municipality::Binary("medarbetare"), "run-once", "--config", municipality().config()});
  EXPECT_EQ(second.exit_code, 4);
  EXPECT_THAT(second.err, HasSubstr("STORE_IN_USE"));
  EXPECT_THAT(municipality().Medarbetare({"status"}).out, HasSubstr("deciding: yes"));
}

TEST_F(BadStoreTest, AClockThatIsBehindTheStoreStopsDecidingAndOneAheadDoesNot) {
  const std::string config = e2e::ReadFile(municipality().config());
  const std::string key = "clock_offset_ms: ";
  const std::size_t at = config.find(key) + key.size();
  const std::string offset = config.substr(at, config.find('\n', at) - at);
  municipality().Configure(key + offset, key + std::to_string(std::stoll(offset) - kYearMs / 12));
  ASSERT_TRUE(municipality().TryStartWorker({})) << Log();
  ExpectStops("CLOCK_BEHIND_STORE");
  EXPECT_THAT(Log(), HasSubstr("clock_not_trusted"));
  // A person puts it right and resumes.
  municipality().worker().Stop();
  std::ofstream(municipality().config()) << config;
  ASSERT_TRUE(municipality().TryStartWorker({}));
  ASSERT_EQ(
      municipality().Medarbetare({"resume", "--actor", "drift-1", "--reason", "klockan"}).exit_code,
      0);
  EXPECT_THAT(municipality().Medarbetare({"status"}).out, HasSubstr("deciding: yes"));
  life_->StopWorker();
  EXPECT_THAT(life_->Violations(Moment::kFinished), IsEmpty());
}

// PostgreSQL: one server for what may be wrong with it.
class BadServerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  void SetUp() override {
    if (!HavePostgres()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
    server_ = DocumentedServer();
    // Its folder is named after the test: others of this suite run beside it.
    municipality_ = std::make_unique<e2e::Municipality>(
        std::string("bad-server-") +
            ::testing::UnitTest::GetInstance()->current_test_info()->name(),
        3,
        "stable-benefit");
    UseDocumentedStore(*municipality_, *server_);
  }

  std::string Refusal() {
    const e2e::Finished refused = e2e::RunCommand({e2e::Municipality::Binary("medarbetare"),
                                                   "run-once",
                                                   "--config",
                                                   municipality_->config()});
    EXPECT_EQ(refused.exit_code, 4);
    EXPECT_THAT(refused.err, HasSubstr("remedy"));
    return refused.err;
  }

  void ReadOnly(const std::string& on) {
    server_->Sql("ALTER SYSTEM SET default_transaction_read_only = " + on);
    server_->Sql("SELECT pg_reload_conf()");
  }

  std::unique_ptr<PostgresNode> server_;
  std::unique_ptr<e2e::Municipality> municipality_;
};

TEST_F(BadServerTest, ANewerSchemaIsRefusedAndLeftAlone) {
  ASSERT_TRUE(municipality_->TryStartWorker({}));
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  server_->Sql("UPDATE store_version SET version = version + 1", "medarbetare");
  EXPECT_THAT(Refusal(), HasSubstr("STORE_NEWER"));
  server_->Sql("UPDATE store_version SET version = version - 1", "medarbetare");
  EXPECT_TRUE(municipality_->TryStartWorker({}));
}

TEST_F(BadServerTest, AReadOnlyServerIsRefusedAndOneThatBecomesItStopsTheWorkUntilItIsNot) {
  ASSERT_TRUE(municipality_->TryStartWorker({}));
  ASSERT_EQ(municipality_->Medarbetare({"submit", municipality_->case_files()[0]}).exit_code, 0);
  ReadOnly("on");
  const auto until = std::chrono::steady_clock::now() + seconds(120);
  std::string refused;
  while (refused.find("STORE_") == std::string::npos) {
    ASSERT_LT(std::chrono::steady_clock::now(), until);
    refused = municipality_->Medarbetare({"submit", municipality_->case_files()[1]}).err;
  }
  EXPECT_THAT(refused, HasSubstr("remedy"));
  EXPECT_TRUE(municipality_->worker().running());
  ReadOnly("off");
  while (!municipality_->SubmitAll()) ASSERT_LT(std::chrono::steady_clock::now(), until);
  EXPECT_TRUE(municipality_->WaitUntilWorked(seconds(120)));
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  const auto rows = ReadPostgres(server_->Socket("medarbetare"));
  EXPECT_THAT(Violations(*rows,
                         {.acknowledged = {},
                          .received = ReadReceived(municipality_->folder() + "/casesystem.jsonl")},
                         Moment::kFinished),
              IsEmpty());
  EXPECT_EQ(rows->All("SELECT case_id FROM cases WHERE parked_reason <> ''"), std::vector<Row>());
  ReadOnly("on");
  EXPECT_THAT(Refusal(), HasSubstr("STORE_"));
}

}  // namespace
}  // namespace dm::crash
