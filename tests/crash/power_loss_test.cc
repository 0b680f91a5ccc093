// T4, F12, F13: the power goes. A store's file operations are recorded through cases' whole lives;
// images of the disk are built as they could be at any moment, each is opened by the real store,
// and what was acknowledged is there. DM_CRASH_IMAGES: how many (2 000).
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <gtest/gtest.h>

#include "tests/crash/recording_layer.h"
#include "tests/crash/settings.h"
#include "tests/crash/store_life.h"
#include "tests/support/cases.h"
#include "tests/support/temporary_directory.h"
#include "worker/adapters/sqlite/sqlite_store.h"

namespace dm::crash {
namespace {

constexpr int kCases = 45;                // their log is moved into the file six times
constexpr std::size_t kFinishEvery = 40;  // so many images are also lived on from, to the end

struct PromisedAt {
  std::size_t point = 0;  // of the record: whatever is behind it came later
  Promised promised;
};

class PowerLossTest : public ::testing::Test {
 protected:
  static Recorder& TheRecorder() {
    static Recorder recorder;
    return recorder;
  }

  static StatusOr<std::unique_ptr<StepStore>> Open(const std::string& path) {
    SqliteOptions options;
    options.vfs = sqlite::ObservedFileLayer("medarbetare-recorder", TheRecorder());
    options.readers = 1;
    return OpenSqliteStore(path, "exempelkommun", options, testing::TestNow());
  }

  std::string Path() const { return directory_.path() + "/store.db"; }

  // Lives with a recorded disk; the store is closed and opened again on the way.
  void Live() {
    TheRecorder().Record(true);
    StoreLife life(kCases, [this](const Promised& promised) {
      promises_.push_back({.point = TheRecorder().count(), .promised = promised});
    });
    int steps = 0;
    while (!life.done()) {
      auto store = Open(Path());
      ASSERT_TRUE(store.ok()) << MessageOf(store.status());
      if (made_ == 0) made_ = TheRecorder().count();
      do {
        const Status step = life.Step(**store);
        ASSERT_TRUE(step.ok()) << MessageOf(step);
      } while (!life.done() && ++steps % 150 != 0);
    }
    TheRecorder().Record(false);
  }

  const Promised& PromisedBefore(std::size_t point) const {
    const auto after = std::upper_bound(
        promises_.begin(), promises_.end(), point, [](std::size_t value, const PromisedAt& one) {
          return value < one.point;
        });
    return after == promises_.begin() ? nothing_ : std::prev(after)->promised;
  }

  // Writes the image where the store would be, and opens it. "" where all holds.
  std::string WhatIsWrong(const std::map<std::string, std::string>& image,
                          const Promised& promised,
                          bool finish) const {
    const testing::TemporaryDirectory place;
    for (const auto& [path, content] : image) {
      const std::string name = std::filesystem::path(path).filename().string();
      std::ofstream(place.path() + "/" + name, std::ios::binary) << content;
    }
    const std::string path = place.path() + "/store.db";
    auto store = Open(path);
    if (!store.ok()) return "does not open: " + MessageOf(store.status());
    StoreLife after(kCases);
    if (finish) {
      // The callers repeat everything: what is there is answered as the first time.
      const Status lived = after.LiveToTheEnd(**store);
      if (!lived.ok()) return "does not go on: " + MessageOf(lived);
    }
    store->reset();
    Outside outside = promised.outside;
    if (finish) outside.received = after.promised().outside.received;
    if (finish) AddEarlier(promised.outside.received, outside.received);
    return Check(path, outside, promised.head, finish ? Moment::kFinished : Moment::kAnyTime);
  }

  static void AddEarlier(const std::vector<Received>& earlier, std::vector<Received>& all) {
    for (const Received& one : earlier) {
      const bool known = std::any_of(
          all.begin(), all.end(), [&one](const Received& other) { return other.id == one.id; });
      if (!known) all.push_back(one);
    }
  }

  static std::string Check(const std::string& path,
                           const Outside& outside,
                           const AuditHead& head,
                           Moment moment) {
    const auto rows = ReadSqliteInPlace(path);
    if (rows->All("PRAGMA integrity_check") != std::vector<Row>{{"ok"}}) return "is damaged";
    if (head.sequence > 0) {
      const auto record =
          rows->All("SELECT sha256 FROM audit WHERE sequence = " + std::to_string(head.sequence));
      if (record != std::vector<Row>{{head.sha256}})
        return "lost record " + std::to_string(head.sequence) + ", which was durable";
    }
    const auto found = Violations(*rows, outside, moment);
    return found.empty() ? "" : found.front();
  }

  testing::TemporaryDirectory directory_;
  std::vector<PromisedAt> promises_;
  std::size_t made_ = 0;  // where the tables were made
  Promised nothing_;
};

TEST_F(PowerLossTest, WhateverOfTheUnsyncedWritesIsThereNothingPromisedIsLost) {
  ASSERT_NO_FATAL_FAILURE(Live());
  const std::vector<FileOp>& ops = TheRecorder().ops();
  const auto images = static_cast<std::size_t>(SettingNumber("DM_CRASH_IMAGES", 2'000));
  const auto seed = static_cast<std::uint64_t>(SettingNumber("DM_CRASH_SEED", 20261122));
  std::mt19937_64 random(seed);
  std::vector<std::size_t> points(images);
  for (std::size_t& point : points) point = random() % (ops.size() + 1);
  std::sort(points.begin(), points.end());
  Disk disk(ops);
  std::size_t with_loss = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    disk.AdvanceTo(points[i]);
    const Loss loss = kLosses[static_cast<std::size_t>(random() % std::size(kLosses))];
    if (disk.unsynced() > 0 && loss != Loss::kNone) ++with_loss;
    const std::string wrong =
        WhatIsWrong(disk.Image(loss, random), PromisedBefore(points[i]), i % kFinishEvery == 0);
    ASSERT_EQ(wrong, "") << "image " << i << " at operation " << points[i] << " of " << ops.size()
                         << ", loss " << static_cast<int>(loss) << ", seed " << seed;
  }
  std::cout << images << " images of " << ops.size() << " file operations, " << with_loss
            << " with something lost\n";
  EXPECT_GT(with_loss, images / 3);
}

// The test of the test: a disk that lies about its syncs loses what was promised, and it shows.
TEST_F(PowerLossTest, ADiskThatDoesNotSyncIsFoundOut) {
  ASSERT_NO_FATAL_FAILURE(Live());
  std::vector<FileOp> ops = TheRecorder().ops();
  std::size_t kept = 0;
  std::erase_if(
      ops, [&](const FileOp& op) { return kept++ >= made_ && op.kind == FileOp::Kind::kSync; });
  Disk disk(ops);
  disk.AdvanceTo(ops.size());
  std::mt19937_64 random(1);
  EXPECT_NE(WhatIsWrong(disk.Image(Loss::kAll, random), promises_.back().promised, false), "");
}

}  // namespace
}  // namespace dm::crash
