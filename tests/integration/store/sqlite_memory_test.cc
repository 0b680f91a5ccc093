// Memory that runs out in the middle of a change, at each allocation in turn (F4): what failed
// leaves nothing behind. A program of its own, as SQLite takes its memory functions before its
// first use alone.
#include <sqlite3.h>

#include <fstream>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.h"
#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/writer.h"

namespace dm::testing {
namespace {

using sqlite::Database;

// The allocation that fails, counted from the next; 0: none.
int g_fails_at = 0;
sqlite3_mem_methods g_real;

bool Fails() {
  return g_fails_at > 0 && --g_fails_at == 0;
}

void* Allocate(int bytes) {
  return Fails() ? nullptr : g_real.xMalloc(bytes);
}

void* Reallocate(void* old, int bytes) {
  return Fails() ? nullptr : g_real.xRealloc(old, bytes);
}

class SqliteMemoryTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_EQ(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &g_real), SQLITE_OK);
    sqlite3_mem_methods counted = g_real;
    counted.xMalloc = &Allocate;
    counted.xRealloc = &Reallocate;
    ASSERT_EQ(sqlite3_config(SQLITE_CONFIG_MALLOC, &counted), SQLITE_OK);
  }

  std::unique_ptr<Database> Open() const {
    auto database = Database::Open(path_, {});
    EXPECT_TRUE(database.ok()) << MessageOf(database.status());
    return *std::move(database);
  }

  std::int64_t Rows(const char* name) const {
    const std::unique_ptr<Database> database = Open();
    sqlite::Statement row = *database->Query("SELECT count(*) FROM t WHERE x = ?1", name);
    EXPECT_TRUE(row.Step().value_or(false));
    return row.Int(0);
  }

  // Fails the n-th allocation after the change has failed for the `times`-th time. False when there
  // were fewer.
  bool FailOne(int times, int n) {
    sqlite::Writer writer(Open());
    int calls = 0;
    const Status status = writer.Write([&](sql::Database& database) -> Status {
      DM_RETURN_IF_ERROR(database.Run("INSERT INTO t VALUES ('half')"));
      if (++calls == times) g_fails_at = n;
      return FailedPrecondition("a guard of the second row", {"SECOND_ROW", "", "none"});
    });
    const bool met = g_fails_at == 0;
    g_fails_at = 0;
    EXPECT_FALSE(status.ok());
    const Status next = writer.Write(
        [](sql::Database& database) { return database.Run("INSERT INTO t VALUES ('whole')"); });
    // Nobody knows what the disk holds where the commit itself failed: the next opening tells.
    EXPECT_TRUE(next.ok() || DetailOf(next).reason == "STORE_BROKEN") << MessageOf(next);
    if (next.ok()) ++whole_;
    return met;
  }

  std::int64_t whole_ = 0;  // changes that were answered as kept
  TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/store.db";
};

TEST_F(SqliteMemoryTest, AChangeThatFailedLeavesNothingWhereMemoryRunsOutAsItIsUndone) {
  std::ofstream(path_).flush();
  ASSERT_TRUE(Open()->Execute("CREATE TABLE t (x TEXT NOT NULL) STRICT").ok());
  // First with others; then alone, between a savepoint and the way back to it.
  for (const int times : {1, 2}) {
    for (int n = 1; FailOne(times, n); ++n) {
      ASSERT_EQ(Rows("half"), 0) << times << ", allocation " << n;
      ASSERT_EQ(Rows("whole"), whole_) << times << ", allocation " << n;
      ASSERT_LT(n, 1'000);
    }
  }
  EXPECT_GT(whole_, 10);
}

}  // namespace
}  // namespace dm::testing
