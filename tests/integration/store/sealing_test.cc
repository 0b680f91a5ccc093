// The encryption of a store's content on SQLite: what stands in the files, how a store gets keys,
// changes them and gives them up, and what is refused.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "tests/support/keys.h"
#include "worker/adapters/sqlite/backup.h"
#include "worker/adapters/sqlite/database.h"
#include "worker/adapters/sqlite/key_use.h"
#include "worker/adapters/sqlite/sqlite_store.h"

namespace dm::testing {
namespace {

class SealingTest : public ::testing::Test {
 protected:
  std::string Path() const { return directory_.path() + "/store.db"; }

  std::string KeyPath() const { return directory_.path() + "/keys"; }

  StatusOr<std::unique_ptr<Store>> Open(std::shared_ptr<sealing::KeyRing> keys) const {
    SqliteOptions options;
    options.keys = std::move(keys);
    return OpenSqliteStore(Path(), "exempelkommun", options, TestNow());
  }

  StatusOr<std::unique_ptr<Store>> OpenSealed() const { return Open(KeysAt(KeyPath())); }

  std::string Refusal(std::shared_ptr<sealing::KeyRing> keys) const {
    const auto store = Open(std::move(keys));
    EXPECT_FALSE(store.ok());
    EXPECT_NE(DetailOf(store.status()).remedy, "") << MessageOf(store.status());
    return DetailOf(store.status()).reason;
  }

  // Cases with a decision and an effect, and a frame that was ended.
  void Fill(Store& store, int cases) {
    for (int i = 0; i < cases; ++i) {
      const std::string number = std::to_string(i);
      const auto accepted = store.Accept(NewCaseOf("APP-" + number, "HH-" + number), TestNow());
      ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
      last_ = accepted->case_id;
      Effect effect = EffectOf(last_, EffectKind::kLetter, 1);
      CaseChange change;
      change.case_id = last_;
      change.expected_version = 1;
      change.to = CaseState::kReceived;
      change.effects = {effect};
      change.audit = By("worker-1", "letter_ordered");
      const auto applied = store.Apply(change, TestNow());
      ASSERT_TRUE(applied.ok()) << MessageOf(applied.status());
    }
    Frame frame = PlainFrame();
    frame.household = HouseholdId::FromTrusted("HH-0");
    frame.id = {};
    frame.version = 0;
    ASSERT_TRUE(
        store.SignFrame(frame, "request-frame", By("anna", "frame_signed"), TestNow()).ok());
    FrameEnd end;
    end.ended_at = TestNow();
    end.ended_by = "anna";
    end.reason = "MOVED";
    end.note = "CANARY-NOTE";
    const auto ended = store.EndFrame(
        frame.household, 1, end, "request-end", By("anna", "frame_ended"), TestNow());
    ASSERT_TRUE(ended.ok()) << MessageOf(ended.status());
  }

  static void ExpectReadable(Store& store, int cases) {
    for (int i = 0; i < cases; ++i) {
      const auto id = store.FindCase(ApplicationId::FromTrusted("APP-" + std::to_string(i)));
      ASSERT_TRUE(id.ok() && id->has_value());
      const auto record = store.GetCase(**id);
      ASSERT_TRUE(record.ok()) << MessageOf(record.status());
      EXPECT_EQ(record->application.household.value(), "HH-" + std::to_string(i));
    }
    const auto effects = store.ListEffects(std::nullopt, std::nullopt, {.limit = 200, .after = ""});
    ASSERT_TRUE(effects.ok()) << MessageOf(effects.status());
    EXPECT_EQ(std::ssize(effects->items), cases);
    const auto frame = store.LatestFrame(HouseholdId::FromTrusted("HH-0"));
    ASSERT_TRUE(frame.ok() && frame->has_value()) << MessageOf(frame.status());
    ASSERT_TRUE((*frame)->ended);
    EXPECT_EQ((*frame)->ended->note, "CANARY-NOTE");
  }

  // How often what is secret stands in the store's files.
  int Canaries() const {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      for (const char* canary : {kAdult, "CANARY-NOTE", "8 280 kr."}) {
        for (std::size_t at = bytes.find(canary); at != std::string::npos;
             at = bytes.find(canary, at + 1))
          ++found;
      }
    }
    return found;
  }

  void Tamper(const char* sql) const {
    const auto database = sqlite::Database::Open(Path(), {});
    ASSERT_TRUE(database.ok()) << MessageOf(database.status());
    const Status status = (*database)->Execute(sql);
    ASSERT_TRUE(status.ok()) << MessageOf(status);
  }

  std::int64_t Number(const char* sql) const {
    const auto database = sqlite::Database::Open(Path(), {});
    sqlite::Statement row = *(*database)->Query(sql);
    EXPECT_TRUE(row.Step().value_or(false)) << sql;
    return row.Int(0);
  }

  TemporaryDirectory directory_;
  CaseId last_;
};

TEST_F(SealingTest, NothingAboutPersonsStandsInTheFilesOrInABackup) {
  const auto store = OpenSealed();
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  Fill(**store, 3);
  EXPECT_EQ(Canaries(), 0);
  ASSERT_TRUE(CopySqliteStore(Path(), directory_.path() + "/backup.db").ok());
  EXPECT_EQ(Canaries(), 0);
  ExpectReadable(**store, 3);
}

TEST_F(SealingTest, WithoutKeysTheCanariesAreFound) {
  const auto store = Open(nullptr);
  ASSERT_TRUE(store.ok());
  Fill(**store, 3);
  EXPECT_GT(Canaries(), 8);
}

TEST_F(SealingTest, AStoreThatGetsKeysIsEncryptedWhole) {
  {
    const auto store = Open(nullptr);
    ASSERT_TRUE(store.ok());
    Fill(**store, 120);
  }
  {
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok()) << MessageOf(store.status());
    EXPECT_EQ(Canaries(), 0);
    ExpectReadable(**store, 120);
  }
  EXPECT_EQ(Canaries(), 0);
  EXPECT_EQ(Number("SELECT count(*) FROM data_keys"), 121);
  EXPECT_EQ(Number("SELECT count(*) FROM lifted"), 0);
  EXPECT_EQ(Refusal(nullptr), "SEALING_KEY_REQUIRED");
}

// As a start that was cut off left it: begun, some cases encrypted, some not.
TEST_F(SealingTest, GoesOnWhereItWasCutOff) {
  {
    const auto store = Open(nullptr);
    ASSERT_TRUE(store.ok());
    Fill(**store, 120);
  }
  { ASSERT_TRUE(OpenSealed().ok()); }
  ASSERT_TRUE(StepSqliteStoreBack(Path(), 11, KeysAt(KeyPath()), TestNow()).ok());
  { ASSERT_TRUE(Open(nullptr).ok()); }
  Tamper("INSERT INTO marks VALUES ('sealing', 'begun', 1)");
  EXPECT_EQ(Refusal(nullptr), "SEALING_KEY_REQUIRED");
  const auto store = OpenSealed();
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  EXPECT_EQ(Canaries(), 0);
  ExpectReadable(**store, 120);
}

// What stood in the log before is gone before the store says that all is encrypted: a kill in
// between has the next start do it.
TEST_F(SealingTest, IsNotDoneWhileAnotherProgramKeepsTheLog) {
  {
    const auto store = Open(nullptr);
    ASSERT_TRUE(store.ok());
    Fill(**store, 20);
  }
  {
    const auto other = sqlite::Database::Open(Path(), {.role = sqlite::Role::kReader, .vfs = ""});
    ASSERT_TRUE(other.ok());
    const auto reading = sqlite::Transaction::BeginRead(**other);
    ASSERT_TRUE(reading.ok());
    { EXPECT_TRUE((*(*other)->Query("SELECT count(*) FROM cases")).Step().ok()); }
    SqliteOptions options;
    options.keys = KeysAt(KeyPath());
    options.busy_timeout_ms = 50;
    EXPECT_EQ(
        DetailOf(OpenSqliteStore(Path(), "exempelkommun", options, TestNow()).status()).reason,
        "STORE_IN_USE");
  }
  EXPECT_EQ(Number("SELECT count(*) FROM marks WHERE name = 'sealing' AND value = 'begun'"), 1);
  const auto store = OpenSealed();
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  EXPECT_EQ(Canaries(), 0);
  ExpectReadable(**store, 20);
}

TEST_F(SealingTest, GoesBackToTheFormBeforeAndForwards) {
  {
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok());
    Fill(**store, 60);
  }
  EXPECT_EQ(DetailOf(StepSqliteStoreBack(Path(), 11, nullptr, TestNow())).reason,
            "SEALING_KEY_REQUIRED");
  const std::int64_t version = Number("PRAGMA user_version");
  EXPECT_EQ(DetailOf(StepSqliteStoreBack(Path(), 7, KeysAt(KeyPath()), TestNow())).reason,
            "STORE_NO_STEP_BACK");
  EXPECT_EQ(Number("PRAGMA user_version"), version) << "asked before anything is opened";
  EXPECT_EQ(Canaries(), 0);
  const Status back = StepSqliteStoreBack(Path(), 11, KeysAt(KeyPath()), TestNow());
  ASSERT_TRUE(back.ok()) << MessageOf(back);
  EXPECT_GT(Canaries(), 60) << "the earlier program could not read it";
  EXPECT_EQ(Number("SELECT count(*) FROM marks WHERE name LIKE 'sealing%'"), 0);
  {
    const auto store = Open(nullptr);
    ASSERT_TRUE(store.ok()) << MessageOf(store.status());
    ExpectReadable(**store, 60);
  }
  const auto store = OpenSealed();
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  ExpectReadable(**store, 60);
  EXPECT_EQ(Canaries(), 0);
}

TEST_F(SealingTest, IsNotOpenedWhereAnEarlierFormCannotHoldARow) {
  {
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok());
    Fill(**store, 5);
  }
  const std::int64_t version = Number("PRAGMA user_version");
  Tamper("INSERT INTO marks VALUES ('restore', 'anna.exempel', 1)");
  EXPECT_EQ(DetailOf(StepSqliteStoreBack(Path(), 8, KeysAt(KeyPath()), TestNow())).reason,
            "STORE_STEP_BACK_REFUSED");
  EXPECT_EQ(Number("PRAGMA user_version"), version);
  EXPECT_EQ(Canaries(), 0);
  EXPECT_EQ(Number("SELECT count(*) FROM audit WHERE action = 'unsealing_begun'"), 0);
  Tamper("DELETE FROM marks WHERE name = 'restore'");
  EXPECT_TRUE(StepSqliteStoreBack(Path(), 8, KeysAt(KeyPath()), TestNow()).ok());
}

TEST_F(SealingTest, AnotherKeyIsRefused) {
  { ASSERT_TRUE(OpenSealed().ok()); }
  EXPECT_EQ(Refusal(KeysAt(directory_.path() + "/others")), "SEALING_KEY_WRONG");
}

TEST_F(SealingTest, AKeyThatIsMissedIsNamed) {
  {
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok());
    Fill(**store, 1);
  }
  sealing::KeyFile other;
  other.current = "k2";
  other.keys.emplace("k2", sealing::Key::Random());
  const std::string path = directory_.path() + "/others";
  ASSERT_TRUE(sealing::WriteKeyFile(path, other, sealing::Writing::kNew).ok());
  const auto store = Open(KeysAt(path));
  EXPECT_EQ(DetailOf(store.status()).reason, "SEALING_KEY_MISSING");
  EXPECT_NE(MessageOf(store.status()).find("k1"), std::string::npos);
}

TEST_F(SealingTest, RotatesWhileItIsInUse) {
  const auto store = OpenSealed();
  ASSERT_TRUE(store.ok());
  Fill(**store, 30);
  EXPECT_EQ(*(*store)->RewrapDataKeys("worker-1", 100, TestNow()), 0);
  AddCurrentKey(KeyPath(), "k2");
  std::this_thread::sleep_for(std::chrono::milliseconds(1'100));
  EXPECT_EQ(*(*store)->RewrapDataKeys("worker-1", 20, TestNow()), 20);
  ExpectReadable(**store, 30);
  EXPECT_EQ(*(*store)->RewrapDataKeys("worker-1", 20, TestNow()), 11);
  EXPECT_EQ(*(*store)->RewrapDataKeys("worker-1", 20, TestNow()), 0);
  ExpectReadable(**store, 30);
  const auto uses = sqlite::ReadKeyUse(Path());
  ASSERT_TRUE(uses.ok()) << MessageOf(uses.status());
  ASSERT_EQ(uses->size(), 1U);
  EXPECT_EQ(uses->front().key, "k2");
  EXPECT_EQ(uses->front().wraps, 31);
}

TEST_F(SealingTest, OpensWithoutTheKeyThatWasRotatedAway) {
  {
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok());
    Fill(**store, 3);
  }
  AddCurrentKey(KeyPath(), "k2");
  {
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok());
    EXPECT_EQ(*(*store)->RewrapDataKeys("worker-1", 100, TestNow()), 4);
  }
  auto file = sealing::ReadKeyFile(KeyPath());
  file->keys.erase("k1");
  ASSERT_TRUE(sealing::WriteKeyFile(KeyPath(), *file, sealing::Writing::kReplace).ok());
  const auto store = OpenSealed();
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  ExpectReadable(**store, 3);
}

// Each with a store of its own: what does not open ends all writing.
TEST_F(SealingTest, RowsThatWereSwappedOrChangedAreFound) {
  {
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok());
    Fill(**store, 2);
  }
  const std::string whole = directory_.path() + "/whole.db";
  std::filesystem::copy_file(Path(), whole);
  for (const char* swap :
       {// from another case
        "UPDATE case_parts SET part_sealed = (SELECT part_sealed FROM case_parts AS other WHERE "
        "other.part = case_parts.part AND other.case_id <> case_parts.case_id) WHERE case_id = "
        "(SELECT max(case_id) FROM cases)",
        // from another part of the case
        "UPDATE case_parts SET part_sealed = (SELECT part_sealed FROM case_parts AS other WHERE "
        "other.part <> case_parts.part AND other.case_id = case_parts.case_id)",
        // another case's key
        "UPDATE data_keys SET key_sealed = (SELECT key_sealed FROM data_keys AS other WHERE "
        "other.owner <> data_keys.owner LIMIT 1) WHERE owner = (SELECT max(case_id) FROM cases)",
        // not encrypted
        "UPDATE case_parts SET part_sealed = x'0100'",
        "UPDATE case_parts SET part_sealed = x''",
        "UPDATE case_parts SET part_sealed = x'02'",
        "DELETE FROM data_keys"}) {
    std::filesystem::copy_file(whole, Path(), std::filesystem::copy_options::overwrite_existing);
    Tamper(swap);
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok()) << MessageOf(store.status());
    EXPECT_EQ(DetailOf((*store)->GetCase(last_).status()).reason, "STORE_CORRUPT") << swap;
  }
}

TEST_F(SealingTest, FinalRowsAreFinalForEveryProgramStill) {
  {
    const auto store = OpenSealed();
    ASSERT_TRUE(store.ok());
    Fill(**store, 1);
  }
  const auto database = sqlite::Database::Open(Path(), {});
  ASSERT_TRUE(database.ok());
  for (const char* sql : {"UPDATE frames SET frame_sealed = x'01'",
                          "DELETE FROM frames",
                          "UPDATE frame_ends SET note_sealed = x'01'",
                          "UPDATE effects SET effect_sealed = x'01'",
                          "DELETE FROM effects"}) {
    EXPECT_FALSE((*database)->Execute(sql).ok()) << sql;
  }
  Tamper("INSERT INTO lifted VALUES (1)");
  EXPECT_EQ(Refusal(KeysAt(KeyPath())), "STORE_CORRUPT");
}

}  // namespace
}  // namespace dm::testing
