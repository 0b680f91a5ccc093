#include "worker/audit/checkpoint_keeper.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"

namespace dm::audit {
namespace {

using testing::FakeClock;
using testing::FakeStore;
using testing::RecordingLog;
using testing::TestNow;

constexpr std::int64_t kEveryMs = 60'000;

std::string Reason(const Status& status) {
  return DetailOf(status).reason;
}

class CheckpointKeeperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "keeperXXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
  }

  void TearDown() override { std::filesystem::remove_all(folder_); }

  static void Record(Store& store, int count = 1) {
    AuditEvent event;
    event.actor = "worker-1";
    event.action = "register_asked";
    for (int i = 0; i < count; ++i) ASSERT_TRUE(store.AppendAudit(event, TestNow()).ok());
  }

  std::string Path() const { return folder_ + "/checkpoints"; }

  std::unique_ptr<CheckpointKeeper> KeeperOf(Store& store,
                                             const std::string& municipality = "ekboda") {
    return std::make_unique<CheckpointKeeper>(store,
                                              clock_,
                                              CheckpointOptions{.municipality = municipality,
                                                                .worker = "worker-1",
                                                                .file = Path(),
                                                                .every_ms = kEveryMs,
                                                                .records = 10});
  }

  std::int64_t Noted() const {
    const auto latest = CheckpointFile(Path()).Latest();
    return latest.ok() && latest->has_value() ? (*latest)->sequence : 0;
  }

  std::string folder_;
  FakeClock clock_{TestNow()};
};

TEST_F(CheckpointKeeperTest, NotesTheEndAfterTheTimeOrTheRecords) {
  FakeStore store;
  const auto keeper = KeeperOf(store);
  ASSERT_TRUE(keeper->CheckStart().ok());
  ASSERT_TRUE(keeper->Look().ok());
  EXPECT_EQ(Noted(), 0) << "nothing was done yet";
  Record(store);
  ASSERT_TRUE(keeper->Look().ok());
  EXPECT_EQ(Noted(), 1) << "the first at once";
  Record(store);
  ASSERT_TRUE(keeper->Look().ok());
  EXPECT_EQ(Noted(), 1) << "not due";
  clock_.Advance(kEveryMs);
  ASSERT_TRUE(keeper->Look().ok());
  EXPECT_EQ(Noted(), 2) << "the time has passed";
  Record(store, 9);
  ASSERT_TRUE(keeper->Look().ok());
  EXPECT_EQ(Noted(), 2) << "one too few";
  Record(store);
  ASSERT_TRUE(keeper->Look().ok());
  EXPECT_EQ(Noted(), 12) << "so many records";
  Record(store);
  ASSERT_TRUE(keeper->Look(Noting::kNow).ok());
  EXPECT_EQ(Noted(), 13) << "as at a stop";
}

TEST_F(CheckpointKeeperTest, StartsOnAStoreThatHoldsWhatWasNoted) {
  FakeStore store;
  Record(store, 3);
  ASSERT_TRUE(KeeperOf(store)->Look().ok());
  Record(store, 3);
  EXPECT_TRUE(KeeperOf(store)->CheckStart().ok());
}

TEST_F(CheckpointKeeperTest, DoesNotStartOnAnOlderOrAnotherStore) {
  FakeStore store;
  Record(store, 5);
  ASSERT_TRUE(KeeperOf(store)->Look().ok());
  FakeStore older;
  Record(older, 4);
  EXPECT_EQ(Reason(KeeperOf(older)->CheckStart()), "AUDIT_ROLLED_BACK");
  FakeStore other;
  AuditEvent event;
  event.action = "something_else";
  ASSERT_TRUE(other.AppendAudit(event, TestNow()).ok());
  Record(other, 8);
  EXPECT_EQ(Reason(KeeperOf(other)->CheckStart()), "AUDIT_CHAIN_BROKEN");
  EXPECT_EQ(Reason(KeeperOf(store, "annanby")->CheckStart()), "CHECKPOINT_OF_ANOTHER");
}

TEST_F(CheckpointKeeperTest, AChainThatChangesUnderItStopsDeciding) {
  FakeStore store;
  Record(store, 2);
  const auto keeper = KeeperOf(store);
  ASSERT_TRUE(keeper->CheckStart().ok());
  RecordingLog log;
  keeper->LookAndTell(log);
  EXPECT_FALSE(store.GetControl()->paused);
  store.AlterAudit(2);
  clock_.Advance(kEveryMs);
  Record(store);
  keeper->LookAndTell(log);
  EXPECT_TRUE(store.GetControl()->paused);
  EXPECT_EQ(store.GetControl()->pause_reason, "AUDIT_CHAIN_BROKEN");
  ASSERT_TRUE(store.FindRestore()->has_value()) << "nothing is sent either";
  EXPECT_EQ((*store.FindRestore())->reason, "AUDIT_CHAIN_BROKEN");
  EXPECT_EQ(Noted(), 2) << "nothing is noted of a chain that does not hold";
}

// As after a standby took over with a loss and has grown to the same length again: without a file.
TEST_F(CheckpointKeeperTest, AnEndThatIsNotTheOneThatWasReadIsNoticedWhileItRuns) {
  FakeStore store;
  Record(store, 3);
  CheckpointKeeper keeper(
      store, clock_, CheckpointOptions{.municipality = "ekboda", .worker = "worker-1", .file = ""});
  RecordingLog log;
  keeper.LookAndTell(log);
  Record(store, 2);
  keeper.LookAndTell(log);
  ASSERT_FALSE(store.FindRestore()->has_value());
  store.AlterAudit(5);
  keeper.LookAndTell(log);
  EXPECT_TRUE(store.GetControl()->paused);
  EXPECT_TRUE(store.FindRestore()->has_value());
}

TEST_F(CheckpointKeeperTest, AnEndThatCannotBeNotedForAnHourStopsDeciding) {
  constexpr std::int64_t kHourMs = 3'600'000;
  FakeStore store;
  Record(store);
  const auto keeper = KeeperOf(store);
  std::filesystem::create_directory(Path());
  RecordingLog log;
  keeper->LookAndTell(log);
  EXPECT_EQ(log.events, std::vector<std::string>{"audit_not_checked"});
  EXPECT_EQ(keeper->UnwitnessedMs(), 0);
  clock_.Advance(kHourMs - 1);
  keeper->LookAndTell(log);
  EXPECT_FALSE(store.GetControl()->paused) << "an hour has not passed";
  EXPECT_EQ(keeper->UnwitnessedMs(), kHourMs - 1);
  clock_.Advance(1);
  keeper->LookAndTell(log);
  EXPECT_TRUE(store.GetControl()->paused);
  EXPECT_EQ(store.GetControl()->pause_reason, "AUDIT_NOT_WITNESSED");
}

TEST_F(CheckpointKeeperTest, TheHourBeginsAnewOnceTheEndIsNoted) {
  constexpr std::int64_t kHourMs = 3'600'000;
  FakeStore store;
  Record(store);
  const auto keeper = KeeperOf(store);
  std::filesystem::create_directory(Path());
  RecordingLog log;
  keeper->LookAndTell(log);
  clock_.Advance(kHourMs - 1);
  std::filesystem::remove(Path());
  keeper->LookAndTell(log);
  EXPECT_EQ(Noted(), 1);
  EXPECT_EQ(keeper->UnwitnessedMs(), 0);
  Record(store);
  std::filesystem::remove(Path());
  std::filesystem::create_directory(Path());
  clock_.Advance(kEveryMs);
  keeper->LookAndTell(log);
  EXPECT_FALSE(store.GetControl()->paused);
}

// A disk that is not mounted looks like a first start: whoever knows better is told.
TEST_F(CheckpointKeeperTest, TellsOnceOfAStoreWithRecordsAndNoCheckpoint) {
  FakeStore store;
  RecordingLog log;
  const auto first = KeeperOf(store);
  ASSERT_TRUE(first->CheckStart().ok());
  first->LookAndTell(log);
  EXPECT_FALSE(log.Has("audit_witness_missing")) << "nothing is in the store";
  Record(store, 3);
  first->LookAndTell(log);
  ASSERT_EQ(Noted(), 3);
  const auto second = KeeperOf(store);
  ASSERT_TRUE(second->CheckStart().ok());
  second->LookAndTell(log);
  EXPECT_FALSE(log.Has("audit_witness_missing"));

  std::filesystem::remove(Path());
  const auto third = KeeperOf(store);
  ASSERT_TRUE(third->CheckStart().ok());
  third->LookAndTell(log);
  third->LookAndTell(log);
  EXPECT_EQ(std::ranges::count(log.events, "audit_witness_missing"), 1);
}

}  // namespace
}  // namespace dm::audit
