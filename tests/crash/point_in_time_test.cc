// F17, I25: the disk of the database is lost, and the server's archive gives the store as it stood
// at a chosen moment, by the settings and commands of docs/operating/backup.md. What was decided
// and paid after that moment is neither decided nor paid again.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/crash/checker.h"
#include "tests/crash/documented_setup.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/unprivileged.h"
#include "worker/core/instant.h"

namespace dm::crash {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kDocument[] = DM_SOURCE_DIR "/docs/operating/backup.md";
constexpr char kHeading[] = "## PostgreSQL: to any point in time";
constexpr char kDatabase[] = "medarbetare";

class PointInTimeTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  void SetUp() override {
    if (!HavePostgres()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
    for (const char* const name : {"", "/wal"}) {
      std::filesystem::create_directories(backup_.path() + name);
      ASSERT_TRUE(testing::GiveToUnprivileged(backup_.path() + name));
    }
  }

  // A block of the document that holds `word`, with the test's place in place of /backup.
  std::string Block(const std::string& language, const std::string& word) const {
    std::string block = CodeBlock(e2e::ReadFile(kDocument), kHeading, language, word);
    const std::string from = "/backup/";
    for (std::size_t at = 0; (at = block.find(from, at)) != std::string::npos;) {
      block.replace(at, from.size(), backup_.path() + "/");
      at += backup_.path().size() + 1;
    }
    return block;
  }

  // The server keeps its log as the document's settings say.
  void Archive(PostgresNode& server) const {
    std::istringstream lines(Block("", "archive_command"));
    for (std::string line; std::getline(lines, line);) {
      line = line.substr(0, line.find("  #"));
      server.Sql("ALTER SYSTEM SET " + line.substr(0, line.find(" = ")) + " = " +
                 line.substr(line.find(" = ") + 3));
    }
    server.Stop();
    server.Start();
  }

  // The document's command of each night.
  std::string TakeBackup(const PostgresNode& server) const {
    std::istringstream words(Block("sh", "pg_basebackup"));
    std::vector<std::string> command;
    for (std::string word; words >> word;) command.push_back(word);
    const std::vector<std::string> before = {"sudo", "-u", "postgres", "pg_basebackup"};
    EXPECT_TRUE(std::equal(before.begin(), before.end(), command.begin()));
    command.erase(command.begin(), command.begin() + 3);
    command[0] = testing::PostgresServer::Binaries() + "/pg_basebackup";
    command.push_back("--dbname=" + server.Socket(""));
    EXPECT_EQ(testing::RunUnprivileged(command, backup_.path() + "/log"), 0)
        << e2e::ReadFile(backup_.path() + "/log");
    const std::string folder = "--pgdata=";
    return command[1].substr(folder.size());
  }

  // All that is committed is in the archive.
  static void WaitForArchive(const PostgresNode& server) {
    const std::string last = server.Sql("SELECT pg_walfile_name(pg_switch_wal())");
    const auto until = std::chrono::steady_clock::now() + seconds(120);
    while (server.Sql("SELECT coalesce(last_archived_wal, '') >= '" + last +
                      "' FROM pg_stat_archiver") != "t") {
      ASSERT_LT(std::chrono::steady_clock::now(), until) << "the log is not archived";
    }
  }

  testing::TemporaryDirectory backup_;
};

e2e::Finished RunHere(const e2e::Municipality& municipality, std::vector<std::string> words) {
  words.insert(words.begin(), e2e::Municipality::Binary("medarbetare"));
  words.insert(words.end(), {"--config", municipality.config()});
  return e2e::RunCommand(words);
}

// Each delivery, repeats included.
std::vector<std::string> PaymentOrders(const e2e::Municipality& municipality) {
  std::vector<std::string> ids;
  for (const auto& [id, kind] : municipality.Deliveries())
    if (kind == "EFFECT_KIND_PAYMENT_ORDER") ids.push_back(id);
  std::ranges::sort(ids);
  return ids;
}

// The server runs its command again for a file that it was killed before noting.
TEST_F(PointInTimeTest, AFileThatIsInTheArchiveAlreadyCountsAndAnotherContentIsRefused) {
  std::istringstream lines(Block("", "archive_command"));
  std::string command;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("archive_command")) command = line.substr(line.find('\'') + 1);
  ASSERT_TRUE(command.ends_with('\''));
  command.pop_back();
  const std::string segment = backup_.path() + "/segment";
  const std::string kept = backup_.path() + "/wal/000000010000000000000001";
  for (const auto& [from, to] :
       {std::pair(std::string("%p"), segment), {"%f", kept.substr(kept.rfind('/') + 1)}})
    for (std::size_t at = 0; (at = command.find(from, at)) != std::string::npos; at += to.size())
      command.replace(at, from.size(), to);
  const auto archive = [&command] { return e2e::RunCommand({"/bin/sh", "-c", command}).exit_code; };
  std::ofstream(segment) << "log";
  EXPECT_EQ(archive(), 0);
  EXPECT_EQ(archive(), 0);
  std::ofstream(segment) << "another";
  EXPECT_NE(archive(), 0);
  EXPECT_EQ(e2e::ReadFile(kept), "log");
}

TEST_F(PointInTimeTest, WhatCameAfterTheMomentIsNeitherDecidedNorPaidAgain) {
  auto server = DocumentedServer();
  Archive(*server);
  const std::string base = TakeBackup(*server);
  e2e::Municipality municipality("point-in-time", 24, "stable-benefit");
  UseDocumentedStore(municipality, *server);
  std::ofstream(municipality.config(), std::ios::app)
      << "audit: {checkpoints: checkpoints, checkpoint_records: 20}\n";
  ASSERT_TRUE(municipality.TryStartWorker({}));
  const std::vector<std::string> files = municipality.case_files();
  std::vector<std::string> half = {"submit"};
  half.insert(half.end(), files.begin(), files.begin() + std::ssize(files) / 2);
  ASSERT_EQ(municipality.Medarbetare(half).exit_code, 0);
  ASSERT_TRUE(municipality.WaitUntilWorked(seconds(120)));
  const std::string moment = server->Sql("SELECT clock_timestamp()");
  ASSERT_TRUE(municipality.SubmitAll());
  ASSERT_TRUE(municipality.WaitUntilWorked(seconds(120)));
  const std::vector<std::string> paid = PaymentOrders(municipality);
  const std::size_t decided = municipality.Decided().size();
  ASSERT_FALSE(paid.empty());
  EXPECT_EQ(municipality.worker().Stop(), 0);
  WaitForArchive(*server);
  server->Kill();

  std::string settings = Block("", "recovery_target_time");
  const std::string example = "2026-11-24 10:15:00+01";
  ASSERT_THAT(settings, HasSubstr(example));
  settings.replace(settings.find(example), example.size(), moment);
  const auto restored = PostgresNode::Recover(*server, base, settings);
  municipality.Configure("port=" + std::to_string(server->port()),
                         "port=" + std::to_string(restored->port()));

  const e2e::Finished drill = RunHere(municipality, {"restore-drill"});
  ASSERT_EQ(drill.exit_code, 0) << drill.err;
  EXPECT_THAT(drill.out, HasSubstr("CLOSED 12\n"));
  EXPECT_THAT(drill.out, HasSubstr("records noted after the copy"));
  EXPECT_THAT(RunHere(municipality, {"restore-drill", "a-dump"}).err,
              HasSubstr("BACKUP_BY_SERVER"));
  EXPECT_THAT(RunHere(municipality, {"run-once"}).err, HasSubstr("AUDIT_ROLLED_BACK"));
  const e2e::Finished declared =
      RunHere(municipality,
              {"restore", "declare", "--actor", "drift.exempel", "--reason", "disken gick sönder"});
  ASSERT_EQ(declared.exit_code, 0) << declared.err;
  ASSERT_TRUE(municipality.TryStartWorker({}));
  ASSERT_TRUE(municipality.SubmitAll());
  // Nothing is approved before; refused until the receiver was asked about everything.
  const auto until = std::chrono::steady_clock::now() + seconds(120);
  e2e::Finished ended;
  while (
      (ended = RunHere(municipality, {"restore", "end", "--actor", "drift.exempel"})).exit_code !=
      0) {
    ASSERT_THAT(ended.err, HasSubstr("RESTORE_NOT_RECONCILED"));
    ASSERT_LT(std::chrono::steady_clock::now(), until);
  }
  ASSERT_TRUE(municipality.WaitUntilWorked(seconds(120)));
  const e2e::Finished reconciled =
      municipality.Medarbetare({"effect", "reconcile", "--month", "2026-12", "--ask"});
  EXPECT_THAT(reconciled.out, HasSubstr("all agree")) << reconciled.err;
  EXPECT_EQ(municipality.Decided().size(), decided);
  EXPECT_EQ(PaymentOrders(municipality), paid);
  EXPECT_EQ(municipality.worker().Stop(), 0);
  const auto rows = ReadPostgres(restored->Socket(kDatabase));
  EXPECT_THAT(Violations(*rows,
                         {.acknowledged = {},
                          .received = ReadReceived(municipality.folder() + "/casesystem.jsonl")},
                         Moment::kFinished),
              IsEmpty());

  // Without the lines of the recovery it archives again, as the old one's successor has to.
  restored->TakeOut(settings);
  restored->Stop();
  restored->Start();
  WaitForArchive(*restored);
}

}  // namespace
}  // namespace dm::crash
