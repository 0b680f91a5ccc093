// A copy taken while the store is written to is the store as it stood at one moment.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <sys/stat.h>

#include "gtest/gtest.h"
#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "worker/adapters/sqlite/backup.h"
#include "worker/adapters/sqlite/sqlite_store.h"

namespace dm::testing {
namespace {

class SqliteBackupTest : public ::testing::Test {
 protected:
  std::string Path() const { return directory_.path() + "/store.db"; }

  std::string Copy() const { return directory_.path() + "/copy.db"; }

  StatusOr<std::unique_ptr<Store>> Open(const std::string& path) const {
    return OpenSqliteStore(path, "exempelkommun", {}, TestNow());
  }

  static void Accept(Store& store, int number) {
    const std::string n = std::to_string(number);
    ASSERT_TRUE(store.Accept(NewCaseOf("APP-" + n, "HH-" + n), TestNow()).ok());
  }

  static std::string ReadWhole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static int CasesIn(Store& store) {
    int count = 0;
    const auto states = store.CountStates();
    if (states.ok())
      for (const StateCount& one : *states) count += one.count;
    return count;
  }

  TemporaryDirectory directory_;
};

TEST_F(SqliteBackupTest, HoldsWhatWasAcknowledgedBeforeItBegan) {
  const auto store = Open(Path());
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  std::atomic<int> accepted = 0;
  std::jthread writer([&](const std::stop_token& stop) {
    for (int n = 1; !stop.stop_requested() && n <= 20'000; ++n) {
      Accept(**store, n);
      accepted = n;
    }
  });
  for (int round = 0; round < 5; ++round) {
    const int wanted = accepted + 20;
    while (accepted < wanted) std::this_thread::yield();
    const int before = accepted;
    const Status status = CopySqliteStore(Path(), Copy());
    const int after = accepted + 1;  // one may be on its way
    ASSERT_TRUE(status.ok()) << MessageOf(status);
    const auto copy = Open(Copy());
    ASSERT_TRUE(copy.ok()) << MessageOf(copy.status());
    EXPECT_GE(CasesIn(**copy), before);
    EXPECT_LE(CasesIn(**copy), after);
    EXPECT_TRUE((*copy)->ReadAudit(1, 1'000).ok());
  }
}

// Put back over a store that fell, whose log still lies there: SQLite would mix the two.
TEST_F(SqliteBackupTest, IsNotOpenedBesideTheLogOfAnother) {
  const std::string back = directory_.path() + "/back.db";
  {
    const auto store = Open(Path());
    ASSERT_TRUE(store.ok());
    Accept(**store, 1);
    ASSERT_TRUE(CopySqliteStore(Path(), Copy()).ok());
    Accept(**store, 2);
    std::filesystem::copy_file(Copy(), back);
    std::filesystem::copy_file(Path() + "-wal", back + "-wal");
  }
  const std::string file = ReadWhole(back);
  const std::string log = ReadWhole(back + "-wal");
  ASSERT_FALSE(log.empty());
  EXPECT_EQ(DetailOf(Open(back).status()).reason, "STORE_LOG_OF_OTHER");
  EXPECT_TRUE(ReadWhole(back) == file);
  EXPECT_TRUE(ReadWhole(back + "-wal") == log);
  std::filesystem::remove(back + "-wal");
  const auto store = Open(back);
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  EXPECT_EQ(CasesIn(**store), 1);
}

// What was not written into the file yet is still there for who looks into why.
TEST_F(SqliteBackupTest, AStoreThatIsRefusedKeepsItsLog) {
  const std::string fallen = directory_.path() + "/fallen.db";
  {
    const auto store = Open(Path());
    ASSERT_TRUE(store.ok());
    Accept(**store, 1);
    std::filesystem::copy_file(Path(), fallen);
    std::filesystem::copy_file(Path() + "-wal", fallen + "-wal");
  }
  const std::string log = ReadWhole(fallen + "-wal");
  ASSERT_FALSE(log.empty());
  EXPECT_FALSE(OpenSqliteStore(fallen, "annan-kommun", {}, TestNow()).ok());
  EXPECT_EQ(ReadWhole(fallen + "-wal").size(), log.size());
  const auto store = Open(fallen);
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  EXPECT_EQ(CasesIn(**store), 1);
}

TEST_F(SqliteBackupTest, IsOneFileForItsOwnerAlone) {
  const auto store = Open(Path());
  ASSERT_TRUE(store.ok());
  Accept(**store, 1);
  std::ofstream(Copy()) << "an earlier one";
  ASSERT_TRUE(CopySqliteStore(Path(), Copy()).ok());
  struct stat info = {};
  ASSERT_EQ(stat(Copy().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  for (const char* other : {"-wal", "-shm", "-journal", ".part"})
    EXPECT_FALSE(std::filesystem::exists(Copy() + other)) << other;
}

TEST_F(SqliteBackupTest, AFailedOneLeavesTheEarlierCopyAsItWas) {
  ASSERT_TRUE(Open(Path()).ok());
  ASSERT_TRUE(CopySqliteStore(Path(), Copy()).ok());
  const auto size = std::filesystem::file_size(Copy());
  std::ofstream(Path(), std::ios::trunc) << "no database at all, and longer than a header of it";
  const Status status = CopySqliteStore(Path(), Copy());
  EXPECT_EQ(DetailOf(status).reason, "STORE_CORRUPT") << MessageOf(status);
  EXPECT_EQ(std::filesystem::file_size(Copy()), size);
  EXPECT_FALSE(std::filesystem::exists(Copy() + ".part"));
}

// What the worker goes on writing to would have no name any more, and go with the process.
TEST_F(SqliteBackupTest, TakesNoStoresPlace) {
  const std::string link = directory_.path() + "/link";
  std::filesystem::create_directory_symlink(directory_.path(), link);
  std::filesystem::create_symlink(Path(), directory_.path() + "/store-link.db");
  std::ofstream(Copy() + "-wal") << "the log of whatever lay there";
  {
    const auto store = Open(Path());
    const auto other = Open(directory_.path() + "/other.db");
    ASSERT_TRUE(store.ok() && other.ok());
    Accept(**store, 1);
    for (const std::string& to : {Path(),
                                  directory_.path() + "/./store.db",
                                  link + "/store.db",
                                  directory_.path() + "/store-link.db",
                                  Path() + "-wal",
                                  Path() + "-shm",
                                  Path() + ".lock",
                                  directory_.path() + "/other.db",
                                  Copy()}) {
      const Status status = CopySqliteStore(Path(), to);
      EXPECT_EQ(DetailOf(status).reason, "BACKUP_NOT_KEPT") << to;
      EXPECT_NE(DetailOf(status).remedy, "") << to;
    }
    Accept(**store, 2);
  }
  const auto store = Open(Path());
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  EXPECT_EQ(CasesIn(**store), 2);
  EXPECT_TRUE(Open(directory_.path() + "/other.db").ok());
}

TEST_F(SqliteBackupTest, SaysWhatToDoWhereItCannotBeWritten) {
  ASSERT_TRUE(Open(Path()).ok());
  const Status status = CopySqliteStore(Path(), directory_.path() + "/none/copy.db");
  EXPECT_FALSE(status.ok());
  EXPECT_NE(DetailOf(status).remedy, "") << MessageOf(status);
  EXPECT_EQ(DetailOf(CopySqliteStore(directory_.path() + "/none.db", Copy())).reason,
            "STORE_CANNOT_OPEN");
  EXPECT_FALSE(std::filesystem::exists(directory_.path() + "/none.db"));
}

}  // namespace
}  // namespace dm::testing
