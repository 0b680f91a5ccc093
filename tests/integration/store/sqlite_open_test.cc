// What opening a store on SQLite refuses, and what it leaves alone.

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <sys/wait.h>

#include "gtest/gtest.h"
#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/sqlite_store.h"

namespace dm::testing {
namespace {

class SqliteOpenTest : public ::testing::Test {
 protected:
  std::string Path() const { return directory_.path() + "/store.db"; }

  StatusOr<std::unique_ptr<Store>> Open(const SqliteOptions& options = {}) const {
    return OpenSqliteStore(Path(), "exempelkommun", options, TestNow());
  }

  // A store with one case, closed.
  void MakeStore() const {
    const auto store = Open();
    ASSERT_TRUE(store.ok()) << MessageOf(store.status());
    ASSERT_TRUE((*store)->Accept(NewCaseOf("APP-1", "HH-1"), TestNow()).ok());
  }

  // Runs SQL on the closed store's file, as somebody with an editor for databases could.
  void Tamper(const char* sql) const {
    const auto database = sqlite::Database::Open(Path(), {});
    ASSERT_TRUE(database.ok()) << MessageOf(database.status());
    const Status status = (*database)->Execute(sql);
    ASSERT_TRUE(status.ok()) << MessageOf(status);
  }

  std::string Refusal() const {
    const auto store = Open();
    EXPECT_FALSE(store.ok());
    EXPECT_NE(DetailOf(store.status()).remedy, "") << MessageOf(store.status());
    return DetailOf(store.status()).reason;
  }

  TemporaryDirectory directory_;
};

mode_t ModeOf(const std::string& path) {
  struct stat info = {};
  EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
  return info.st_mode & 0777U;
}

TEST_F(SqliteOpenTest, KeepsItsFilesToTheOwner) {
  const auto store = Open();
  ASSERT_TRUE(store.ok());
  for (const char* ending : {"", "-wal", "-shm", ".lock"}) {
    EXPECT_EQ(ModeOf(Path() + ending), 0600U) << ending;
  }
}

TEST_F(SqliteOpenTest, TakesTheRightsOfOthersFromAnOldFile) {
  MakeStore();
  ASSERT_EQ(chmod(Path().c_str(), 0644), 0);
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(ModeOf(Path()), 0600U);
}

TEST_F(SqliteOpenTest, RefusesADirectoryThatIsNotThere) {
  const auto store =
      OpenSqliteStore(directory_.path() + "/none/store.db", "exempelkommun", {}, TestNow());
  EXPECT_EQ(store.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(store), "STORE_DIRECTORY_MISSING");
  EXPECT_EQ(DetailOf(store.status()).field, "database");
}

TEST_F(SqliteOpenTest, RefusesAPathThatIsADirectoryOrALink) {
  std::filesystem::create_directory(Path());
  EXPECT_EQ(Refusal(), "STORE_CANNOT_OPEN");
  std::filesystem::remove(Path());
  std::filesystem::create_symlink(directory_.path() + "/elsewhere.db", Path());
  EXPECT_EQ(Refusal(), "STORE_CANNOT_OPEN");
}

TEST_F(SqliteOpenTest, RefusesADirectoryThatMayNotBeWritten) {
  constexpr uid_t kNobody = 65534;
  ASSERT_EQ(chmod(directory_.path().c_str(), 0555), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // The administrator may write everywhere: be somebody else.
    if (geteuid() == 0 && setuid(kNobody) != 0) _exit(2);
    const auto store = Open();
    _exit(DetailOf(store.status()).reason == "STORE_READ_ONLY" ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  ASSERT_EQ(chmod(directory_.path().c_str(), 0700), 0);
}

TEST_F(SqliteOpenTest, RefusesASecondOpener) {
  const auto first = Open();
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(Refusal(), "STORE_IN_USE");
  EXPECT_TRUE((*first)->CheckHealth(TestNow()).ok());
}

TEST_F(SqliteOpenTest, RefusesASecondProcess) {
  const auto first = Open();
  ASSERT_TRUE(first.ok());
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(DetailOf(Open().status()).reason == "STORE_IN_USE" ? 0 : 1);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(SqliteOpenTest, RefusesAFileThatIsNoDatabaseAndLeavesItAlone) {
  const std::string content(8'192, 'x');
  std::ofstream(Path()) << content;
  EXPECT_EQ(Refusal(), "STORE_CORRUPT");
  std::ifstream file(Path());
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), content);
}

TEST_F(SqliteOpenTest, RefusesADamagedPage) {
  MakeStore();
  const auto size = std::filesystem::file_size(Path());
  {
    std::fstream file(Path(), std::ios::in | std::ios::out | std::ios::binary);
    for (std::uintmax_t at = 4'096; at + 64 < size; at += 4'096) {
      file.seekp(static_cast<std::streamoff>(at));
      file << std::string(64, '\xff');
    }
  }
  EXPECT_EQ(Refusal(), "STORE_CORRUPT");
}

TEST_F(SqliteOpenTest, RefusesATruncatedFile) {
  MakeStore();
  std::filesystem::resize_file(Path(), std::filesystem::file_size(Path()) / 2 / 4'096 * 4'096);
  EXPECT_EQ(Refusal(), "STORE_CORRUPT");
}

TEST_F(SqliteOpenTest, RefusesADatabaseOfAnotherProgramAndLeavesItAlone) {
  MakeStore();
  Tamper("PRAGMA application_id = 1;");
  EXPECT_EQ(Refusal(), "STORE_FOREIGN");
}

TEST_F(SqliteOpenTest, RefusesAStoreOfALaterProgram) {
  MakeStore();
  Tamper("PRAGMA user_version = 9999;");
  EXPECT_EQ(Refusal(), "STORE_NEWER");
}

TEST_F(SqliteOpenTest, RefusesAStoreOfAnotherMunicipality) {
  MakeStore();
  const auto store = OpenSqliteStore(Path(), "annan-kommun", {}, TestNow());
  EXPECT_EQ(ReasonOf(store), "STORE_OTHER_MUNICIPALITY");
}

TEST_F(SqliteOpenTest, RefusesAStoreWhoseAuditWasAltered) {
  MakeStore();
  Tamper("DROP TRIGGER audit_final; UPDATE audit SET actor = 'someone-else';");
  EXPECT_EQ(Refusal(), "AUDIT_CHAIN_BROKEN");
}

TEST_F(SqliteOpenTest, RefusesAStoreWhoseFirstAuditRecordWasRemoved) {
  MakeStore();
  {
    const auto store = Open();
    ASSERT_TRUE((*store)->AppendAudit(By("worker-1", "register_asked"), TestNow()).ok());
  }
  Tamper("DROP TRIGGER audit_kept; DELETE FROM audit WHERE sequence = 1;");
  EXPECT_EQ(Refusal(), "AUDIT_CHAIN_BROKEN");
}

TEST_F(SqliteOpenTest, FinalRowsAreFinalForEveryProgram) {
  MakeStore();
  const auto database = sqlite::Database::Open(Path(), {});
  ASSERT_TRUE(database.ok());
  constexpr const char* kCaseInNoState =
      "INSERT INTO cases (case_id, application_id, household_id, month, "
      "content_sha256, state, version, received_at_ms, updated_at_ms, due_at_ms) "
      "VALUES ('c', 'a', 'h', 'm', 's', 'LOST', 1, 1, 1, 1)";
  for (const char* sql : {"UPDATE audit SET actor = 'x'",
                          "DELETE FROM audit",
                          kCaseInNoState,
                          "UPDATE cases SET state = 'LOST'",
                          "INSERT INTO case_parts VALUES ('none', 'APPLICATION', x'01')",
                          "UPDATE cases SET version = 'x'"}) {
    EXPECT_FALSE((*database)->Execute(sql).ok()) << sql;
  }
}

// Reliability I13: what identifies a person stands in sealed columns alone.
TEST_F(SqliteOpenTest, NoPlainColumnHoldsAnythingOfAPerson) {
  MakeStore();
  const auto database = sqlite::Database::Open(Path(), {});
  ASSERT_TRUE(database.ok());
  sqlite::Statement column = *(*database)->Query(
      "SELECT s.name, c.name FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c "
      "WHERE s.type = 'table' AND c.name NOT LIKE '%_sealed'");
  int columns = 0;
  while (column.Step().value_or(false)) {
    ++columns;
    const std::string sql = "SELECT count(*) FROM " + column.Text(0) + " WHERE instr(" +
                            column.Text(1) + ", ?1) OR instr(" + column.Text(1) + ", ?2)";
    sqlite::Statement found = *(*database)->Query(sql, kAdult, "Testsson");
    ASSERT_TRUE(found.Step().value_or(false)) << sql;
    EXPECT_EQ(found.Int(0), 0) << column.Text(0) << "." << column.Text(1);
  }
  EXPECT_GT(columns, 60);
  // The same search finds them where they must be.
  sqlite::Statement sealed = *(*database)->Query(
      "SELECT count(*) FROM case_parts WHERE instr(part_sealed, CAST(?1 AS BLOB))", kAdult);
  ASSERT_TRUE(sealed.Step().value_or(false));
  EXPECT_EQ(sealed.Int(0), 1);
}

// A lease is this process's own: a wall clock that jumps neither ends it nor makes it last.
TEST_F(SqliteOpenTest, LeasesRunByAClockThatNeverGoesBack) {
  const auto store = Open();
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE((*store)->Accept(NewCaseOf("APP-1", "HH-1"), TestNow()).ok());
  const Instant later = TestNow().PlusMs(std::int64_t{3'652} * 24 * 3'600'000);
  const auto claim = (*store)->ClaimNext("worker-1", later, 3'600'000);
  ASSERT_TRUE(claim.ok() && claim->has_value());
  EXPECT_FALSE((*store)->ClaimNext("worker-1", later.PlusMs(7'200'000), 1'000)->has_value());
  ASSERT_TRUE((*store)->RenewClaim(**claim, later, 1).ok());
  // However short the wait is: the lease is one millisecond.
  while (!(*store)->ClaimNext("worker-1", TestNow(), 3'600'000)->has_value()) {
  }
}

TEST_F(SqliteOpenTest, RefusesOptionsOutOfRange) {
  SqliteOptions options;
  options.readers = 0;
  EXPECT_EQ(Open(options).status().code(), StatusCode::kInvalidArgument);
  options.readers = 65;
  EXPECT_EQ(Open(options).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(OpenSqliteStore(Path(), "", {}, TestNow()).status().code(),
            StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace dm::testing
