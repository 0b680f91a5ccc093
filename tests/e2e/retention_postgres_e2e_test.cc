// Retention on a real PostgreSQL server with two workers: an erased household leaves no trace in
// any table, the other worker keeps none of its keys, a worker that is killed in the midst of it is
// followed by another, and what the server's own files keep until VACUUM FULL is as the
// documents say.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/retention_files.h"
#include "tests/support/postgres_server.h"
#include "worker/sealing/key_ring.h"

namespace dm::e2e {
namespace {

using ::testing::HasSubstr;
using testing::PostgresServer;

class RetentionPostgresTest : public RetentionFiles {
 protected:
  void SetUp() override {
    if (PostgresServer::Binaries().empty()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
    Begin(Storage::kPostgres);
  }

  static std::string Sql(const std::string& sql) { return PostgresServer::Shared().Sql(sql); }

  // The files of the tables, as they would stand after a crash of nothing.
  int TracesOnDisk() const {
    Sql("CHECKPOINT");
    return TracesInServerFiles(PostgresServer::Shared().folder() + "/data/base");
  }

  int TracesInLog() const {
    return TracesInServerFiles(PostgresServer::Shared().folder() + "/data/pg_wal");
  }

  // The data key of a case, as the workers unwrap it.
  std::string KeyOf(const CaseId& id) const {
    const std::string where = " FROM " + schema_ + ".data_keys WHERE owner = '" + id.value() + "'";
    const std::string name = Sql("SELECT kek" + where);
    const std::string hex = Sql("SELECT encode(key_sealed, 'hex')" + where);
    std::string wrapped;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
      wrapped += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    const auto ring = sealing::KeyRing::Open(Path("keys"));
    EXPECT_TRUE(ring.ok());
    const auto key = (*ring)->Find(name);
    EXPECT_TRUE(key.ok());
    const auto bytes =
        sealing::Decrypt(*key, sealing::Bound("data_keys", name, id.value()), wrapped);
    EXPECT_TRUE(bytes.ok());
    return bytes.value_or("");
  }
};

// Where `wanted` stands in the memory of a process; nothing where this machine does not let look.
std::optional<int> TimesInMemory(pid_t process, const std::string& wanted) {
  const std::string folder = "/proc/" + std::to_string(process);
  std::ifstream maps(folder + "/maps");
  std::ifstream memory(folder + "/mem", std::ios::binary);
  if (!maps || !memory) return std::nullopt;
  int found = 0;
  bool any = false;
  std::string line;
  while (std::getline(maps, line)) {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    char dash = 0;
    std::string rights;
    std::istringstream words(line);
    words >> std::hex >> from >> dash >> to >> rights;
    if (!rights.starts_with("rw") || line.ends_with("[vvar]")) continue;
    std::string bytes(to - from, '\0');
    memory.clear();
    memory.seekg(static_cast<std::streamoff>(from));
    memory.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(memory.gcount(), 0)));
    any = any || !bytes.empty();
    for (std::size_t at = bytes.find(wanted); at != std::string::npos;
         at = bytes.find(wanted, at + 1))
      ++found;
  }
  if (!any) return std::nullopt;
  return found;
}

TEST_F(RetentionPostgresTest, LeavesNoTraceInAnyTableHoweverAWorkerEnds) {
  const Files files;
  Fill(files);
  ASSERT_GT(Traces(), 4 * files.gone) << "the canaries are found where they are";
  municipality_->StartWorker();
  const Process second = municipality_->StartAnother("second");
  for (const CaseId& id : held_) {
    const Finished hold = municipality_->Medarbetare(
        {"retention", "hold", id.value(), "--actor", "bo.exempel", "--reason", "Överklagat."});
    ASSERT_EQ(hold.exit_code, 0) << hold.err;
  }
  EXPECT_EQ(Due().value("due", 0), files.gone);

  // Killed in the midst of it; the other one goes on, while the first comes back and helps.
  std::thread running([&] { static_cast<void>(RunRetention()); });
  const auto erased = [&] {
    return std::stoi(Sql("SELECT count(*) FROM " + schema_ + ".erasures"));
  };
  while (erased() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  municipality_->worker().Kill();
  running.join();
  const int before_kill = erased();
  EXPECT_LT(before_kill, files.gone) << "it was over before the kill";
  municipality_->StartWorker();
  std::thread beside([&] {
    const Finished other = At("second", {"retention", "run", "--actor", "anna.exempel", "--json"});
    EXPECT_EQ(other.exit_code, 0) << other.err;
  });
  const Finished last = RunRetention();
  beside.join();
  ASSERT_EQ(last.exit_code, 0) << last.err;

  EXPECT_EQ(erased(), files.gone) << "each once";
  const nlohmann::json left = Due();
  EXPECT_EQ(left.value("due", 0), 0);
  EXPECT_EQ(left.value("held", 0), files.held);
  EXPECT_EQ(left.value("research", 0), files.research);
  EXPECT_EQ(left.value("open", 0), files.open);
  EXPECT_EQ(Traces(), 0) << "in the tables";
  for (const auto& kept : {held_, kept_})
    for (const CaseId& id : kept)
      EXPECT_EQ(At("second", {"case", "show", id.value()}).exit_code, 0);
  const std::string chain = VerifiedChain();
  for (const std::string& canary : canaries_)
    ASSERT_EQ(chain.find(canary), std::string::npos) << canary;

  // What the server has removed stays in its files until they are written anew: ids in clear, and
  // content under keys that are gone.
  RecordProperty("files_before_vacuum", TracesOnDisk());
  EXPECT_GT(TracesOnDisk(), 0) << "VACUUM has come by itself: the documents promise less";
  Sql("VACUUM");
  RecordProperty("files_after_vacuum", TracesOnDisk());
  Sql("VACUUM FULL");
  EXPECT_EQ(TracesOnDisk(), 0) << "after VACUUM FULL";
  RecordProperty("log_after_vacuum_full", TracesInLog());
}

TEST_F(RetentionPostgresTest, AnotherWorkerForgetsTheKeysOfWhatIsErased) {
  Fill({.gone = 2, .held = 0, .research = 1, .young = 0, .open = 0});
  municipality_->StartWorker();
  const Process second = municipality_->StartAnother("second");
  const std::string gone = KeyOf(gone_[0]);
  const std::string stays = KeyOf(kept_[0]);
  ASSERT_EQ(gone.size(), sealing::kKeyBytes);
  for (const CaseId& id : {gone_[0], kept_[0]})
    ASSERT_EQ(At("second", {"case", "show", id.value()}).exit_code, 0);
  const std::optional<int> held = TimesInMemory(second.pid(), gone);
  if (held) {
    EXPECT_GT(*held, 0) << "the look finds what is there";
  }
  EXPECT_EQ(Counts(RunRetention()).value("due", 0), 2);
  const Finished shown = At("second", {"case", "show", gone_[0].value()});
  EXPECT_EQ(shown.exit_code, 1);
  EXPECT_THAT(shown.err, HasSubstr("CASE_ERASED"));
  if (!held) GTEST_SKIP() << "the memory of a process cannot be read here";
  // It hears of it; the clock of what it would drop by itself runs for ten minutes.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  int left = 1;
  while (left > 0 && std::chrono::steady_clock::now() < until) {
    left = TimesInMemory(second.pid(), gone).value_or(-1);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(left, 0);
  EXPECT_GT(TimesInMemory(second.pid(), stays).value_or(-1), 0) << "that of another case stays";
}

}  // namespace
}  // namespace dm::e2e
