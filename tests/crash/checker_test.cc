// The checker itself: a store in which one thing is wrong is told by the invariant's id.
#include "tests/crash/checker.h"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/crash/life.h"
#include "worker/core/instant.h"

namespace dm::crash {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::StartsWith;

struct Damage {
  const char* invariant;
  const char* sql;
};

// Final rows are protected by triggers: whoever damages a file takes them away first.
constexpr char kOpenUp[] =
    "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'trigger';";

class CheckerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_TRUE(LoadSwedishTime().ok());
    life = std::make_unique<Life>("checker", Scenario::kGrantedAutomatically);
    ASSERT_TRUE(life->Start({}));
    ASSERT_TRUE(life->LiveToTheEnd()) << life->why();
    life->StopWorker();
  }

  static void TearDownTestSuite() { life.reset(); }

  // What the checker says of a copy of the finished store after `sql`.
  static std::vector<std::string> After(const std::string& sql) {
    const std::string folder = life->municipality().folder();
    const std::string file = folder + "/damaged.db";
    std::filesystem::copy_file(
        folder + "/medarbetare.db", file, std::filesystem::copy_options::overwrite_existing);
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, kOpenUp, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
    EXPECT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(handle);
    sqlite3_close(handle);
    const auto rows = ReadSqlite(file, folder + "/copy");
    return Violations(*rows, Told(), Moment::kFinished);
  }

  static Outside Told() {
    return {.acknowledged = {"A-2026-12-0001"},
            .received = ReadReceived(life->municipality().folder() + "/casesystem.jsonl")};
  }

  static inline std::unique_ptr<Life> life;
};

TEST_F(CheckerTest, TellsEachDamageByTheInvariantThatItBreaks) {
  EXPECT_THAT(After("SELECT 1"), IsEmpty());
  const Damage damages[] = {
      {"I1", "UPDATE cases SET application_id = 'other'"},
      {"I1", "UPDATE cases SET state = 'ESCALATED'"},
      {"I1", "UPDATE cases SET state = 'FETCHED'"},
      {"I2",
       "DROP INDEX decisions_automatic_once; INSERT INTO decisions SELECT case_id, version + "
       "1, household_id, month, kind, outcome, decided_at_ms, policy_sha256, decision_sealed "
       "FROM decisions"},
      {"I2", "DELETE FROM decisions"},
      {"I3",
       "DROP INDEX effects_one_payment; INSERT INTO effects (effect_id, case_id, kind, "
       "decision_version, position, state, attempts, created_at_ms, next_attempt_at_ms, "
       "effect_sealed) SELECT 'twice', case_id, kind, decision_version, position, state, "
       "attempts, created_at_ms, next_attempt_at_ms, effect_sealed FROM effects WHERE kind = "
       "'PAYMENT_ORDER'"},
      {"I3", "DELETE FROM effects WHERE kind = 'PAYMENT_ORDER'"},
      {"I4", "DELETE FROM effects WHERE kind = 'LETTER'"},
      {"I4", "DELETE FROM audit WHERE action = 'case_decided'"},
      {"I11", "DELETE FROM audit WHERE sequence = 3"},
      {"I11", "UPDATE audit SET detail = detail || 'x' WHERE sequence = 3"},
      {"I11", "UPDATE cases SET version = version + 1"},
      {"I19", "UPDATE cases SET state = 'WRITTEN_OFF'"},
      {"I19", "UPDATE audit SET action = 'case_closed' WHERE action = 'evidence_fetched'"},
      {"I26", "UPDATE effects SET state = 'PENDING' WHERE kind = 'PAYMENT_ORDER'"},
  };
  for (const Damage& damage : damages) {
    EXPECT_THAT(After(damage.sql), Contains(StartsWith(damage.invariant))) << damage.sql;
  }
}

TEST_F(CheckerTest, TellsWhatTheReceiverHasTwiceOrNotAtAll) {
  const auto rows = ReadSqlite(life->municipality().folder() + "/medarbetare.db",
                               life->municipality().folder() + "/copy");
  Outside told = Told();
  told.received.clear();
  EXPECT_THAT(Violations(*rows, told, Moment::kAnyTime), Contains(StartsWith("I26")));
  told = Told();
  for (const Received& one : Told().received) {
    if (one.ore == 0) continue;
    told.received.push_back(one);
    told.received.back().id = "another";
  }
  EXPECT_THAT(Violations(*rows, told, Moment::kAnyTime), Contains(StartsWith("I26")));
  EXPECT_THAT(Violations(*rows, told, Moment::kAnyTime), Contains(StartsWith("I4")));
}

}  // namespace
}  // namespace dm::crash
