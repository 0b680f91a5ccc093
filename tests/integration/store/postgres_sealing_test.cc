// The encryption of a store's content on PostgreSQL: a store gets keys, rotates and gives them up;
// two processes share it meanwhile.
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "tests/support/keys.h"
#include "tests/support/postgres_server.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

class PostgresSealingTest : public ::testing::Test {
 protected:
  std::string KeyPath() const { return directory_.path() + "/keys"; }

  PostgresOptions OptionsWith(std::shared_ptr<sealing::KeyRing> keys) const {
    PostgresOptions options;
    options.connection = PostgresServer::Shared().Connection(schema_);
    options.connections = 2;
    options.keys = std::move(keys);
    return options;
  }

  StatusOr<std::unique_ptr<Store>> Open(std::shared_ptr<sealing::KeyRing> keys) const {
    return OpenPostgresStore(OptionsWith(std::move(keys)), "exempelkommun", TestNow());
  }

  static void Fill(Store& store, int from, int to) {
    for (int i = from; i < to; ++i) {
      const std::string number = std::to_string(i);
      const auto accepted = store.Accept(NewCaseOf("APP-" + number, "HH-" + number), TestNow());
      ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
    }
  }

  static void SignFrame(Store& store) {
    Frame frame = PlainFrame();
    frame.household = HouseholdId::FromTrusted("HH-0");
    frame.id = {};
    frame.version = 0;
    const auto signed_frame =
        store.SignFrame(frame, "request-frame", By("anna", "frame_signed"), TestNow());
    ASSERT_TRUE(signed_frame.ok()) << MessageOf(signed_frame.status());
  }

  static void ExpectReadable(Store& store, int cases) {
    for (int i = 0; i < cases; ++i) {
      const auto id = store.FindCase(ApplicationId::FromTrusted("APP-" + std::to_string(i)));
      ASSERT_TRUE(id.ok() && id->has_value());
      const auto record = store.GetCase(**id);
      ASSERT_TRUE(record.ok()) << MessageOf(record.status());
      EXPECT_EQ(record->application.household.value(), "HH-" + std::to_string(i));
    }
    const auto frame = store.LatestFrame(HouseholdId::FromTrusted("HH-0"));
    EXPECT_TRUE(frame.ok() && frame->has_value()) << MessageOf(frame.status());
  }

  std::string Sql(const std::string& sql) const {
    return PostgresServer::Shared().Sql("SET search_path = " + schema_ + "; " + sql);
  }

  std::string Rows(const std::string& where) const { return Sql("SELECT count(*) FROM " + where); }

  const std::string schema_ = "sealing_" + RandomHex(8);
  TemporaryDirectory directory_;
};

TEST_F(PostgresSealingTest, GetsKeysGivesThemUpAndGetsThemAgain) {
  {
    const auto store = Open(nullptr);
    ASSERT_TRUE(store.ok()) << MessageOf(store.status());
    Fill(**store, 0, 60);
    SignFrame(**store);
  }
  for (int i = 0; i < 2; ++i) {
    {
      const auto store = Open(KeysAt(KeyPath()));
      ASSERT_TRUE(store.ok()) << MessageOf(store.status());
      ExpectReadable(**store, 60);
      EXPECT_EQ(Rows("case_parts WHERE substr(part_sealed, 1, 1) <> '\\x02'"), "0");
      EXPECT_EQ(Rows("frames WHERE substr(frame_sealed, 1, 1) <> '\\x02'"), "0");
      EXPECT_EQ(Rows("data_keys"), "61");
    }
    EXPECT_EQ(DetailOf(Open(nullptr).status()).reason, "SEALING_KEY_REQUIRED");
    EXPECT_EQ(DetailOf(Open(KeysAt(directory_.path() + "/others")).status()).reason,
              "SEALING_KEY_WRONG");
    EXPECT_EQ(DetailOf(StepPostgresStoreBack(OptionsWith(nullptr), 11, TestNow())).reason,
              "SEALING_KEY_REQUIRED");
    const Status back = StepPostgresStoreBack(OptionsWith(KeysAt(KeyPath())), 11, TestNow());
    ASSERT_TRUE(back.ok()) << MessageOf(back);
    EXPECT_EQ(Rows("case_parts WHERE substr(part_sealed, 1, 1) <> '\\x01'"), "0");
  }
  const auto store = Open(nullptr);
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  ExpectReadable(**store, 60);
}

TEST_F(PostgresSealingTest, IsNotOpenedWhereAnEarlierFormCannotHoldARow) {
  {
    const auto store = Open(KeysAt(KeyPath()));
    ASSERT_TRUE(store.ok());
    Fill(**store, 0, 5);
  }
  const std::string version = Sql("SELECT version FROM store_version");
  Sql("INSERT INTO marks VALUES ('restore', 'anna.exempel', 1)");
  const PostgresOptions options = OptionsWith(KeysAt(KeyPath()));
  EXPECT_EQ(DetailOf(StepPostgresStoreBack(options, 8, TestNow())).reason,
            "STORE_STEP_BACK_REFUSED");
  EXPECT_EQ(Sql("SELECT version FROM store_version"), version);
  EXPECT_EQ(Rows("case_parts WHERE substr(part_sealed, 1, 1) <> '\\x02'"), "0");
  EXPECT_EQ(Rows("data_keys"), "5");
}

// A worker seals what it writes under keys that it has at hand: taken from the store meanwhile,
// they would be nowhere once it stops.
TEST_F(PostgresSealingTest, IsNotOpenedUnderAWorker) {
  const auto store = Open(KeysAt(KeyPath()));
  ASSERT_TRUE(store.ok());
  Fill(**store, 0, 5);
  while (!(*store)->HoldsDuties()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const PostgresOptions options = OptionsWith(KeysAt(KeyPath()));
  EXPECT_EQ(DetailOf(StepPostgresStoreBack(options, 11, TestNow())).reason, "STORE_IN_USE");
  EXPECT_EQ(Rows("data_keys"), "5");
  Fill(**store, 5, 6);
  EXPECT_EQ(Rows("data_keys"), "6");
}

TEST_F(PostgresSealingTest, TwoProcessesRotateTogether) {
  const auto one = Open(KeysAt(KeyPath()));
  const auto other = Open(KeysAt(KeyPath()));
  ASSERT_TRUE(one.ok() && other.ok());
  Fill(**one, 0, 10);
  SignFrame(**one);
  AddCurrentKey(KeyPath(), "k2");
  std::this_thread::sleep_for(std::chrono::milliseconds(1'100));
  EXPECT_EQ(*(*one)->RewrapDataKeys("worker-1", 100, TestNow()), 11);
  Fill(**other, 10, 20);
  ExpectReadable(**one, 20);
  ExpectReadable(**other, 20);
  EXPECT_EQ(*(*other)->RewrapDataKeys("worker-2", 100, TestNow()), 0);
  const auto uses = ReadPostgresKeyUse(OptionsWith(nullptr));
  ASSERT_TRUE(uses.ok()) << MessageOf(uses.status());
  ASSERT_EQ(uses->size(), 1U);
  EXPECT_EQ(uses->front().key, "k2");
  EXPECT_EQ(uses->front().wraps, 21);
}

TEST_F(PostgresSealingTest, FinalRowsAreFinalForEveryProgramStill) {
  const auto store = Open(KeysAt(KeyPath()));
  ASSERT_TRUE(store.ok());
  Fill(**store, 0, 1);
  SignFrame(**store);
  for (const char* sql : {"UPDATE frames SET frame_sealed = ''", "DELETE FROM frames"})
    EXPECT_EQ(Sql("DO $$ BEGIN " + std::string(sql) +
                  "; EXCEPTION WHEN SQLSTATE 'DM001' THEN NULL; END $$; SELECT count(*) FROM "
                  "frames WHERE length(frame_sealed) > 0"),
              "1")
        << sql;
}

}  // namespace
}  // namespace dm::testing
