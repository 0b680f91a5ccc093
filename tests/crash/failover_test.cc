// T10, F18–F20: the database server is killed and started again, or its standby is promoted, while
// a worker set up as docs/operating/several-workers.md says works cases. DM_CRASH_KILLS and
// DM_CRASH_PROMOTIONS: how often.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/crash/checker.h"
#include "tests/crash/documented_setup.h"
#include "tests/crash/settings.h"
#include "worker/core/instant.h"

namespace dm::crash {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kDatabase[] = "medarbetare";

class FailoverTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  void SetUp() override {
    if (!HavePostgres()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
  }

  // Callers repeat until they hear that it was accepted.
  void SubmitAll(e2e::Municipality& municipality) {
    for (const std::string& file : municipality.case_files()) {
      const auto until = std::chrono::steady_clock::now() + seconds(180);
      e2e::Finished submitted;
      while ((submitted = municipality.Medarbetare({"submit", file})).exit_code != 0)
        ASSERT_LT(std::chrono::steady_clock::now(), until) << submitted.err;
      const auto json = nlohmann::json::parse(e2e::ReadFile(file));
      acknowledged_.insert(json["application"]["id"].get<std::string>());
    }
  }

  // Waits until the trail has `more` records than now: the server is in the middle of the work.
  static void WaitForRecords(const PostgresNode& server, std::int64_t more) {
    const auto count = [&server] {
      return std::stoll(server.Sql("SELECT count(*) FROM audit", kDatabase));
    };
    const std::int64_t wanted = count() + more;
    const auto until = std::chrono::steady_clock::now() + seconds(5);
    while (count() < wanted && std::chrono::steady_clock::now() < until) {
    }
  }

  static void WaitForLog(const e2e::Municipality& municipality, const std::string& word) {
    const auto until = std::chrono::steady_clock::now() + seconds(180);
    while (e2e::ReadFile(municipality.folder() + "/medarbetare.log").find(word) ==
           std::string::npos) {
      ASSERT_LT(std::chrono::steady_clock::now(), until) << word << " is not in the log";
    }
  }

  void Check(e2e::Municipality& municipality, const PostgresNode& server) {
    const auto rows = ReadPostgres(server.Socket(kDatabase));
    EXPECT_THAT(Violations(*rows,
                           {.acknowledged = acknowledged_,
                            .received = ReadReceived(municipality.folder() + "/casesystem.jsonl")},
                           Moment::kFinished),
                IsEmpty());
    EXPECT_EQ(rows->All("SELECT case_id FROM cases WHERE parked_reason <> ''"), std::vector<Row>());
    EXPECT_THAT(PaymentsOf(ReadReceived(municipality.folder() + "/casesystem.jsonl")),
                Not(IsEmpty()));
  }

  std::set<std::string> acknowledged_;
};

TEST_F(FailoverTest, LogsInByPasswordToAServerThatShowsItsCertificateAndInNoOtherWay) {
  const auto server = DocumentedServer();
  e2e::Municipality municipality("login", 1, "stable-benefit");
  UseDocumentedStore(municipality, *server);
  ASSERT_TRUE(municipality.TryStartWorker({}))
      << e2e::ReadFile(municipality.folder() + "/medarbetare.log");
  EXPECT_NE(server->Sql("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE "
                        "usename = 'medarbetare' AND ssl"),
            "0");
  EXPECT_EQ(server->Sql("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE "
                        "usename = 'medarbetare' AND NOT ssl"),
            "0");
  EXPECT_EQ(municipality.worker().Stop(), 0);

  const std::string password = municipality.folder() + "/db-password";
  const auto refusal = [&municipality](int exit_code) {
    const e2e::Finished refused = e2e::RunCommand(
        {e2e::Municipality::Binary("medarbetare"), "run-once", "--config", municipality.config()});
    EXPECT_EQ(refused.exit_code, exit_code);
    EXPECT_THAT(refused.err, HasSubstr("remedy"));
    EXPECT_THAT(refused.err, Not(HasSubstr(kPassword)));
    return refused.err;
  };
  std::filesystem::permissions(password, static_cast<std::filesystem::perms>(0644));
  EXPECT_THAT(refusal(4), HasSubstr("SECRET_FILE_OPEN"));
  std::filesystem::permissions(password, static_cast<std::filesystem::perms>(0600));
  std::ofstream(password) << "another\n";
  EXPECT_THAT(refusal(4), HasSubstr("STORE_FORBIDDEN"));
  std::ofstream(password) << kPassword << "\n";
  std::ofstream(municipality.folder() + "/db-ca.pem") << e2e::ReadFile(server->other_ca());
  // The server may be started anew with the right certificate: tried again, not given up.
  EXPECT_THAT(refusal(5), HasSubstr("STORE_UNREACHABLE"));
  municipality.Configure("sslmode=verify-full", "sslmode=disable");
  EXPECT_THAT(refusal(4), HasSubstr("STORE_"));
}

TEST_F(FailoverTest, AServerThatIsKilledAndStartedAgainLosesAndRepeatsNothing) {
  const auto kills = SettingNumber("DM_CRASH_KILLS", 3);
  const auto server = DocumentedServer();
  e2e::Municipality municipality("killed-server", static_cast<int>(15 * kills), "stable-benefit");
  UseDocumentedStore(municipality, *server);
  ASSERT_TRUE(municipality.TryStartWorker({}));
  std::mt19937 random(20261122);
  {
    const std::jthread caller([&] { SubmitAll(municipality); });
    for (int i = 0; i < kills; ++i) {
      WaitForRecords(*server, 5 + static_cast<std::int64_t>(random() % 40));
      server->Kill();
      server->Start();
    }
  }
  ASSERT_TRUE(municipality.WaitUntilWorked(seconds(180)));
  EXPECT_EQ(municipality.worker().Stop(), 0);
  Check(municipality, *server);
}

TEST_F(FailoverTest, APromotedStandbyHasEverythingThatWasAcknowledged) {
  const auto promotions = SettingNumber("DM_CRASH_PROMOTIONS", 1);
  auto primary = DocumentedServer();
  for (int i = 0; i < promotions; ++i) {
    SCOPED_TRACE("promotion " + std::to_string(i));
    acknowledged_.clear();
    primary->Sql("DROP OWNED BY medarbetare CASCADE", kDatabase);
    primary->Sql("GRANT ALL ON SCHEMA public TO medarbetare", kDatabase);
    auto standby = PostgresNode::Follow(*primary, "second");
    primary->Sql("ALTER SYSTEM SET synchronous_standby_names = 'second'");
    primary->Sql("SELECT pg_reload_conf()");
    const auto until = std::chrono::steady_clock::now() + seconds(180);
    while (primary->Sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") !=
           "1") {
      ASSERT_LT(std::chrono::steady_clock::now(), until) << "the standby does not follow";
    }
    e2e::Municipality municipality("promoted-" + std::to_string(i), 25, "stable-benefit");
    UseDocumentedStore(municipality, *primary, {standby.get()});
    ASSERT_TRUE(municipality.TryStartWorker({}))
        << e2e::ReadFile(municipality.folder() + "/medarbetare.log");
    {
      const std::jthread caller([&] { SubmitAll(municipality); });
      WaitForRecords(*primary, 30 + 20 * i);
      primary->Kill();
      // Not before the worker has met the standby that takes no changes yet.
      WaitForLog(municipality, "reason=STORE_");
      standby->Promote();
    }
    ASSERT_TRUE(municipality.WaitUntilWorked(seconds(180)));
    EXPECT_TRUE(municipality.worker().running());
    // A standby is no refused login: that would be for a person, and cases would be parked.
    EXPECT_THAT(e2e::ReadFile(municipality.folder() + "/medarbetare.log"),
                Not(HasSubstr("STORE_FORBIDDEN")));
    EXPECT_EQ(municipality.worker().Stop(), 0);
    Check(municipality, *standby);
    if (HasFailure()) return;
    primary = std::move(standby);
  }
}

}  // namespace
}  // namespace dm::crash
