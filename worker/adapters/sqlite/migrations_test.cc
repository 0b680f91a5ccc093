#include "worker/adapters/sqlite/migrations.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "worker/case/case_state.h"
#include "worker/core/digest.h"

namespace dm::sqlite {
namespace {

class MigrationsTest : public ::testing::Test {
 protected:
  MigrationsTest()
      : path_(std::filesystem::temp_directory_path() / ("medarbetare-" + RandomHex(8) + ".db")) {
    std::ofstream(path_).flush();
    database_ = *Database::Open(path_, {});
  }

  void TearDown() override {
    database_.reset();
    std::filesystem::remove(path_);
  }

  std::int64_t Number(const char* sql) {
    Statement row = *database_->Query(sql);
    EXPECT_TRUE(row.Step().value_or(false)) << sql;
    return row.Int(0);
  }

  // Everything that makes up the form of the file.
  std::string Form() {
    Statement row = *database_->Query(
        "SELECT group_concat(type || name || coalesce(sql, ''), ';') FROM (SELECT * FROM "
        "sqlite_schema "
        "ORDER BY type, name)");
    EXPECT_TRUE(row.Step().value_or(false));
    return row.Text(0);
  }

  Status PutCaseRow(const std::string& id, const std::string& state) {
    return database_->Run(
        "INSERT INTO cases (case_id, application_id, household_id, month, content_sha256, state, "
        "version, received_at_ms, updated_at_ms, due_at_ms) VALUES (?1, ?1, 'h', '2026-12', 's', "
        "?2, 1, 1, 1, 1)",
        id,
        state);
  }

  std::string path_;
  std::unique_ptr<Database> database_;
};

const std::vector<Migration> kTwoSteps = {
    {"CREATE TABLE a (x INTEGER NOT NULL) STRICT; INSERT INTO a VALUES (7);"},
    {"ALTER TABLE a ADD COLUMN y TEXT NOT NULL DEFAULT 'new';"}};

TEST_F(MigrationsTest, AnEmptyFileBecomesTheLastVersion) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  EXPECT_EQ(Number("PRAGMA user_version"), static_cast<std::int64_t>(Migrations().size()));
  EXPECT_GT(Number("SELECT count(*) FROM sqlite_schema WHERE type = 'table'"), 10);
  EXPECT_EQ(Number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

TEST_F(MigrationsTest, EveryEarlierVersionBecomesTheLastOne) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  const std::string expected = Form();
  for (std::size_t version = 0; version <= Migrations().size(); ++version) {
    database_.reset();
    std::filesystem::remove(path_);
    std::ofstream(path_).flush();
    database_ = *Database::Open(path_, {});
    const auto count = static_cast<std::ptrdiff_t>(version);
    const std::vector<Migration> earlier(Migrations().begin(), Migrations().begin() + count);
    ASSERT_TRUE(Migrate(*database_, earlier).ok()) << version;
    ASSERT_TRUE(Migrate(*database_, Migrations()).ok()) << version;
    EXPECT_EQ(Form(), expected) << version;
  }
}

TEST_F(MigrationsTest, AStepKeepsWhatIsThere) {
  ASSERT_TRUE(Migrate(*database_, {kTwoSteps[0]}).ok());
  ASSERT_TRUE(Migrate(*database_, kTwoSteps).ok());
  EXPECT_EQ(Number("SELECT x FROM a WHERE y = 'new'"), 7);
  EXPECT_TRUE(Migrate(*database_, kTwoSteps).ok());
  EXPECT_EQ(Number("SELECT count(*) FROM a"), 1);
}

TEST_F(MigrationsTest, AStepThatFailsHalfwayChangesNothing) {
  std::vector<Migration> broken = kTwoSteps;
  broken.push_back({"DROP TABLE a; CREATE TABLE a (x NONSENSE) STRICT;"});
  const Status status = Migrate(*database_, broken);
  EXPECT_FALSE(status.ok());
  EXPECT_NE(MessageOf(status).find("migration 3"), std::string::npos) << MessageOf(status);
  EXPECT_EQ(Number("PRAGMA user_version"), 2);
  EXPECT_EQ(Number("SELECT x FROM a"), 7);
}

TEST_F(MigrationsTest, RefusesALaterVersion) {
  ASSERT_TRUE(Migrate(*database_, kTwoSteps).ok());
  const Status status = Migrate(*database_, {kTwoSteps[0]});
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(status).reason, "STORE_NEWER");
}

// The last version without a way back to the one before.
constexpr std::int64_t kEarliest = 8;

TEST_F(MigrationsTest, EveryStepSinceHasAWayBack) {
  for (std::size_t i = 0; i < Migrations().size(); ++i) {
    const bool has = Migrations()[i].back.sql != nullptr;
    EXPECT_EQ(has, static_cast<std::int64_t>(i) >= kEarliest) << "version " << i + 1;
  }
}

TEST_F(MigrationsTest, GoesBackToTheFormOfEachVersionAndForwardsWithRowsInPlace) {
  const auto last = static_cast<std::int64_t>(Migrations().size());
  for (std::int64_t to = kEarliest; to < last; ++to) {
    database_.reset();
    std::filesystem::remove(path_);
    std::ofstream(path_).flush();
    database_ = *Database::Open(path_, {});
    const std::vector<Migration> earlier(Migrations().begin(), Migrations().begin() + to);
    ASSERT_TRUE(Migrate(*database_, earlier).ok()) << to;
    const std::string expected = Form();
    ASSERT_TRUE(PutCaseRow("one", "CLOSED").ok());
    ASSERT_TRUE(Migrate(*database_, Migrations()).ok()) << to;
    const std::string present = Form();
    const Status back = MigrateBack(*database_, Migrations(), to);
    ASSERT_TRUE(back.ok()) << to << ": " << MessageOf(back);
    EXPECT_EQ(Form(), expected) << to;
    EXPECT_EQ(Number("PRAGMA user_version"), to);
    EXPECT_EQ(Number("SELECT count(*) FROM cases WHERE state = 'CLOSED'"), 1);
    ASSERT_TRUE(Migrate(*database_, Migrations()).ok()) << to;
    EXPECT_EQ(Form(), present) << to;
    EXPECT_EQ(Number("SELECT count(*) FROM cases WHERE state = 'CLOSED'"), 1);
  }
}

// The program of before would send what is held back.
TEST_F(MigrationsTest, DoesNotGoBackWhileARestoreIsUnderWay) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  ASSERT_TRUE(database_->Run("INSERT INTO marks VALUES ('restore', 'anna.exempel', 1)").ok());
  const Status refused = MigrateBack(*database_, Migrations(), 10);
  EXPECT_EQ(DetailOf(refused).reason, "STORE_STEP_BACK_REFUSED");
  ASSERT_TRUE(database_->Run("UPDATE marks SET name = 'effect_key'").ok());
  EXPECT_TRUE(MigrateBack(*database_, Migrations(), 10).ok());
}

TEST_F(MigrationsTest, RefusesToGoBackPastWhatHasNoWay) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  const auto last = static_cast<std::int64_t>(Migrations().size());
  for (const std::int64_t to : {std::int64_t{0}, kEarliest - 1, last + 1}) {
    EXPECT_EQ(DetailOf(MigrateBack(*database_, Migrations(), to)).reason, "STORE_NO_STEP_BACK");
    EXPECT_EQ(*VersionOf(*database_), last) << "not a step is made";
  }
}

TEST_F(MigrationsTest, RefusesToGoBackWithRowsThatTheEarlierFormCannotHave) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  ASSERT_TRUE(PutCaseRow("one", "CLOSED").ok());
  ASSERT_TRUE(database_
                  ->Run("INSERT INTO escalations (escalation_id, case_id, state, version, queue, "
                        "access, critical_date, without_children, handler, created_at_ms, "
                        "escalation_sealed) VALUES ('e', 'one', 'OPEN', 1, 'Q-20', 'OPEN', "
                        "'9999-12-31', 1, '', 1, x'00')")
                  .ok());
  const Status refused = MigrateBack(*database_, Migrations(), kEarliest);
  EXPECT_EQ(DetailOf(refused).reason, "STORE_STEP_BACK_REFUSED");
  EXPECT_EQ(Number("PRAGMA user_version"), static_cast<std::int64_t>(Migrations().size()))
      << "not a step is made";
}

// A list of words in a definition would be a table that each statement builds for itself.
TEST_F(MigrationsTest, NoStatementBuildsATableOfTheWordsThatAColumnMayHold) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  for (const char* const sql :
       {"UPDATE cases SET state = 'CLOSED', version = 2, due_at_ms = 3 WHERE case_id = 'one'",
        "INSERT INTO case_parts VALUES ('one', 'EVIDENCE', x'00')",
        "UPDATE effects SET state = 'SENT' WHERE effect_id = 'one'",
        "UPDATE escalations SET state = 'CLAIMED' WHERE escalation_id = 'one'"}) {
    Statement row = *database_->Query(std::string("EXPLAIN ") + sql);
    while (*row.Step()) EXPECT_NE(row.Text(1), "OpenEphemeral") << sql;
  }
}

TEST_F(MigrationsTest, AColumnHoldsNoOtherWordThanItsOwn) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  ASSERT_TRUE(PutCaseRow("one", "RECEIVED").ok());
  EXPECT_TRUE(database_->Run("UPDATE cases SET state = 'ESCALATED'").ok());
  EXPECT_FALSE(database_->Run("UPDATE cases SET state = 'ESCALATE'").ok());
  EXPECT_FALSE(database_->Run("UPDATE cases SET state = ''").ok());
  EXPECT_TRUE(database_->Run("INSERT INTO case_parts VALUES ('one', 'HISTORY', x'00')").ok());
  EXPECT_FALSE(database_->Run("INSERT INTO case_parts VALUES ('one', 'history', x'00')").ok());
}

// Nor may any other statement write the text of a definition, after the step that did.
TEST_F(MigrationsTest, DefinitionsAreGuardedAfterwards) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  static_cast<void>(database_->Execute("PRAGMA writable_schema = ON"));
  EXPECT_FALSE(database_->Run("UPDATE sqlite_schema SET sql = 'x' WHERE name = 'cases'").ok());
}

TEST_F(MigrationsTest, TheQueuesIndexHoldsExactlyTheStatesOfTheWorker) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  for (const CaseState state : kCaseStates) {
    const std::string code = CaseStateCode(state);
    ASSERT_TRUE(PutCaseRow(code, code).ok()) << code;
    Statement row = *database_->Query("SELECT claimable FROM cases WHERE case_id = ?1", code);
    ASSERT_TRUE(row.Step().value_or(false));
    EXPECT_EQ(row.Int(0) == 1, IsWorkersTurn(state)) << code;
  }
}

TEST_F(MigrationsTest, EveryTableStandsInTheDocumentAndPersonsOnlyInSealedColumns) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  std::ifstream file(std::string(DM_SOURCE_DIR) + "/docs/data.md");
  const std::string document(std::istreambuf_iterator<char>(file), {});
  Statement table = *database_->Query("SELECT name FROM sqlite_schema WHERE type = 'table'");
  while (table.Step().value_or(false)) {
    EXPECT_NE(document.find("| `" + table.Text(0) + "` |"), std::string::npos) << table.Text(0);
  }
  Statement blob = *database_->Query(
      "SELECT s.name, c.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS c "
      "WHERE s.type = 'table' AND c.type = 'BLOB'");
  int sealed = 0;
  while (blob.Step().value_or(false)) {
    ++sealed;
    EXPECT_TRUE(blob.Text(1).ends_with("_sealed")) << blob.Text(0) << "." << blob.Text(1);
  }
  EXPECT_GE(sealed, 5);
}

TEST_F(MigrationsTest, TheQueueIsReadThroughItsIndexAlone) {
  ASSERT_TRUE(Migrate(*database_, Migrations()).ok());
  Statement row = *database_->Query(
      "EXPLAIN QUERY PLAN SELECT case_id FROM cases INDEXED BY cases_due WHERE claimable = 1 AND "
      "due_at_ms <= 5 AND claimed_until_ms <= 5 ORDER BY due_at_ms, received_at_ms, case_id LIMIT "
      "1");
  ASSERT_TRUE(row.Step().value_or(false));
  EXPECT_NE(row.Text(3).find("cases_due"), std::string::npos) << row.Text(3);
  EXPECT_FALSE(row.Step().value_or(true)) << "the rows are sorted again";
}

}  // namespace
}  // namespace dm::sqlite
