// What opening a store on PostgreSQL refuses, and what it leaves alone.

#include <memory>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "tests/support/postgres_server.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

class PostgresOpenTest : public ::testing::Test {
 protected:
  PostgresServer& server() { return PostgresServer::Shared(); }

  StatusOr<std::unique_ptr<Store>> Open(const std::string& more = "",
                                        const std::string& municipality = "exempelkommun") {
    PostgresOptions options;
    options.connection = server().Connection(schema_, more);
    return OpenPostgresStore(options, municipality, TestNow());
  }

  std::string Refusal(const std::string& more = "",
                      const std::string& municipality = "exempelkommun") {
    const auto store = Open(more, municipality);
    EXPECT_NE(DetailOf(store.status()).remedy, "") << MessageOf(store.status());
    return ReasonOf(store);
  }

  // Runs SQL in the store's schema, as somebody with a client of databases could.
  std::string Sql(const std::string& sql) {
    return server().Sql("SET search_path = " + schema_ + "; " + sql);
  }

  void MakeStore() {
    const auto store = Open();
    ASSERT_TRUE(store.ok()) << MessageOf(store.status());
    ASSERT_TRUE((*store)->Accept(NewCaseOf("APP-1", "HH-1"), TestNow()).ok());
  }

  void MakeSureItOpens() {
    const auto store = Open();
    EXPECT_TRUE(store.ok()) << MessageOf(store.status());
  }

  const std::string schema_ = "open_" + RandomHex(8);
};

TEST_F(PostgresOpenTest, WhatWasStoredIsThereWhenItIsOpenedAgain) {
  MakeStore();
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  EXPECT_TRUE((*store)->FindCase(ApplicationId::FromTrusted("APP-1"))->has_value());
}

TEST_F(PostgresOpenTest, RefusesADatabaseFromANewerVersionAndLeavesItAlone) {
  MakeStore();
  Sql("UPDATE store_version SET version = version + 1");
  EXPECT_EQ(Refusal(), "STORE_NEWER");
  EXPECT_EQ(Sql("SELECT count(*) FROM cases"), "1");
}

TEST_F(PostgresOpenTest, AnOpenStoreStopsWhenAnotherProgramHasMigratedIt) {
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  Sql("UPDATE store_version SET version = version + 1");
  EXPECT_EQ(ReasonOf((*store)->Accept(NewCaseOf("APP-1", "HH-1"), TestNow())), "STORE_NEWER");
}

TEST_F(PostgresOpenTest, RefusesASchemaOfAnotherProgramAndLeavesItAlone) {
  server().Connection(schema_);
  Sql("CREATE TABLE theirs (x INTEGER)");
  EXPECT_EQ(Refusal(), "STORE_FOREIGN");
  EXPECT_EQ(server().Sql("SELECT count(*) FROM pg_tables WHERE schemaname = '" + schema_ + "'"),
            "1");
}

TEST_F(PostgresOpenTest, RefusesTheStoreOfAnotherMunicipality) {
  MakeStore();
  EXPECT_EQ(Refusal("", "annankommun"), "STORE_OTHER_MUNICIPALITY");
}

TEST_F(PostgresOpenTest, RefusesAServerThatTakesNoChanges) {
  MakeStore();
  PostgresOptions options;
  options.connection = "host=" + server().folder() +
                       " dbname=postgres user=medarbetare options='-csearch_path=" + schema_ +
                       " -cdefault_transaction_read_only=on'";
  EXPECT_EQ(ReasonOf(OpenPostgresStore(options, "exempelkommun", TestNow())), "STORE_READ_ONLY");
}

TEST_F(PostgresOpenTest, RefusesAChainThatSomebodyHasAltered) {
  MakeStore();
  Sql("ALTER TABLE audit DISABLE TRIGGER ALL; UPDATE audit SET detail = 'other'");
  EXPECT_EQ(Refusal(), "AUDIT_CHAIN_BROKEN");
}

TEST_F(PostgresOpenTest, FinalRowsAreFinalForEveryProgram) {
  MakeStore();
  for (const char* const sql : {"UPDATE audit SET detail = 'x'",
                                "DELETE FROM audit",
                                "TRUNCATE audit",
                                "DELETE FROM decisions",
                                "TRUNCATE effects CASCADE"}) {
    Sql(std::string("DO $$ BEGIN ") + sql +
        "; RAISE EXCEPTION 'was let through' USING ERRCODE = 'DM999'; EXCEPTION WHEN SQLSTATE "
        "'DM001' THEN NULL; WHEN SQLSTATE 'DM999' THEN RAISE NOTICE 'nothing to refuse'; END $$");
  }
  EXPECT_EQ(Sql("SELECT count(*) FROM audit"), "1");
  EXPECT_EQ(Sql("SELECT count(*) FROM audit WHERE detail = 'x'"), "0");
}

TEST_F(PostgresOpenTest, SaysThatNoServerAnswers) {
  PostgresOptions options;
  options.connection = "host=" + server().folder() + " port=1 dbname=postgres user=medarbetare";
  EXPECT_EQ(ReasonOf(OpenPostgresStore(options, "exempelkommun", TestNow())), "STORE_UNREACHABLE");
}

TEST_F(PostgresOpenTest, SaysThatTheServerRefusesTheDatabase) {
  PostgresOptions options;
  options.connection = "host=" + server().folder() + " dbname=missing user=medarbetare";
  EXPECT_EQ(ReasonOf(OpenPostgresStore(options, "exempelkommun", TestNow())), "STORE_CANNOT_OPEN");
}

TEST(PostgresConnectionTest, APasswordOrAnUnprovenServerIsRefusedBeforeAnythingIsSent) {
  PostgresOptions options;
  for (const char* const refused : {"host=db.example.org dbname=m password=hemligt",
                                    "postgresql://m:hemligt@db.example.org/m",
                                    "host=db.example.org dbname=m",
                                    "host=/run/postgresql,db.example.org dbname=m",
                                    "hostaddr=192.0.2.1 dbname=m sslmode=require",
                                    "service=prod dbname=m",
                                    "dbname"}) {
    options.connection = refused;
    const Status status = CheckPostgresConnection(options);
    EXPECT_EQ(ReasonOf(status), "STORE_OPTIONS_INVALID") << refused;
    EXPECT_EQ(MessageOf(status).find("hemligt"), std::string::npos);
  }
  for (const char* const taken : {"host=/run/postgresql dbname=m",
                                  "host=127.0.0.1,localhost dbname=m",
                                  "host=a.example.org,b.example.org sslmode=verify-full dbname=m "
                                  "target_session_attrs=read-write"}) {
    options.connection = taken;
    EXPECT_TRUE(CheckPostgresConnection(options).ok()) << taken;
  }
}

// Where no host is written, libpq takes the environment's.
TEST(PostgresConnectionTest, AServerThatTheEnvironmentNamesShowsWhoItIsToo) {
  PostgresOptions options;
  options.connection = "dbname=m";
  EXPECT_TRUE(CheckPostgresConnection(options).ok());
  setenv("PGHOST", "db.example.org", 1);  // NOLINT(concurrency-mt-unsafe): one thread only
  EXPECT_EQ(ReasonOf(CheckPostgresConnection(options)), "STORE_OPTIONS_INVALID");
  options.connection = "host=/run/postgresql dbname=m";
  EXPECT_TRUE(CheckPostgresConnection(options).ok()) << "what is written goes before it";
  unsetenv("PGHOST");  // NOLINT(concurrency-mt-unsafe): one thread only
}

// Every "table.column" of a store on SQLite, in order, and the number of its form.
std::string FormOfSqlite(std::string& version) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/store.db";
  EXPECT_TRUE(OpenSqliteStore(path, "exempelkommun", {}, TestNow()).ok());
  const auto database = sqlite::Database::Open(path, {});
  EXPECT_TRUE(database.ok());
  const auto one = [&database](const char* sql) {
    sqlite::Statement row = *(*database)->Query(sql);
    EXPECT_TRUE(row.Step().value_or(false)) << sql;
    return row.Text(0);
  };
  version = one("SELECT CAST(user_version AS TEXT) FROM pragma_user_version");
  return one(
      "SELECT group_concat(place, ' ') FROM (SELECT t.name || '.' || c.name AS place FROM "
      "sqlite_schema AS t, pragma_table_xinfo(t.name) AS c WHERE t.type = 'table' AND t.name NOT "
      "LIKE 'sqlite_%' ORDER BY place)");
}

TEST_F(PostgresOpenTest, GoesBackAVersionAndForwardsWithRowsInPlace) {
  MakeStore();
  const std::string version = Sql("SELECT version FROM store_version");
  const std::string form =
      "SELECT string_agg(pg_get_triggerdef(t.oid), ';' ORDER BY t.tgname, c.relname) FROM "
      "pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid WHERE c.relnamespace = "
      "current_schema()::regnamespace AND NOT t.tgisinternal";
  const std::string present = Sql(form);
  PostgresOptions options;
  options.connection = server().Connection(schema_);
  const Status back = StepPostgresStoreBack(options, 8, TestNow());
  ASSERT_TRUE(back.ok()) << MessageOf(back);
  EXPECT_EQ(Sql("SELECT version FROM store_version"), "8");
  EXPECT_NE(Sql(form), present);
  EXPECT_EQ(Sql("SELECT count(*) FROM cases"), "1");
  MakeSureItOpens();
  EXPECT_EQ(Sql("SELECT version FROM store_version"), version);
  EXPECT_EQ(Sql(form), present);
}

// Over years of rows a step takes longer than any statement may: on the server and for who waits.
TEST_F(PostgresOpenTest, AStepForwardsTakesAsLongAsItTakes) {
  MakeStore();
  PostgresOptions options;
  options.connection = server().Connection(schema_);
  options.statement_timeout_ms = 1'000;
  const Status back = StepPostgresStoreBack(options, 15, TestNow());
  ASSERT_TRUE(back.ok()) << MessageOf(back);
  Sql("UPDATE cases SET frame_version = 0");
  Sql("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(6.5); "
      "RETURN NEW; END $$");
  Sql("CREATE TRIGGER slow BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION slow()");
  const auto store = OpenPostgresStore(options, "exempelkommun", TestNow());
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  EXPECT_EQ(Sql("SELECT count(*) FROM cases WHERE frame_version IS NULL"), "1");
}

TEST_F(PostgresOpenTest, RefusesToGoBackWithRowsThatTheEarlierFormCannotHave) {
  MakeStore();
  Sql("UPDATE cases SET state = 'CLOSED'; INSERT INTO escalations (escalation_id, case_id, state, "
      "version, queue, access, critical_date, without_children, handler, created_at_ms, "
      "escalation_sealed) SELECT 'e', case_id, 'OPEN', 1, 'Q-20', 'OPEN', '9999-12-31', 1, '', 1, "
      "'' FROM cases");
  PostgresOptions options;
  options.connection = server().Connection(schema_);
  const std::string version = Sql("SELECT version FROM store_version");
  EXPECT_EQ(DetailOf(StepPostgresStoreBack(options, 8, TestNow())).reason,
            "STORE_STEP_BACK_REFUSED");
  for (const std::int64_t to : {6, 7})
    EXPECT_EQ(DetailOf(StepPostgresStoreBack(options, to, TestNow())).reason, "STORE_NO_STEP_BACK");
  EXPECT_EQ(Sql("SELECT version FROM store_version"), version);
}

// One number means one form of the data, whatever the database: a migration is written for both.
TEST_F(PostgresOpenTest, HasTheTablesAndColumnsOfSqliteUnderTheSameNumber) {
  MakeStore();
  std::string version;
  const std::string sqlite = FormOfSqlite(version);
  EXPECT_EQ(Sql("SELECT string_agg(place, ' ' ORDER BY place) FROM (SELECT (table_name || '.' || "
                "column_name) COLLATE \"C\" AS place FROM information_schema.columns WHERE "
                "table_schema = '" +
                schema_ + "' AND table_name NOT IN ('store_version', 'writers')) AS places"),
            sqlite);
  EXPECT_EQ(Sql("SELECT version FROM store_version"), version);
}

}  // namespace
}  // namespace dm::testing
