// T5, F8–F10: the n-th call of the disk fails, once or for ever, for every n until a life passes
// without meeting it. A failed sync is final: the store says so, takes nothing more, and what it
// acknowledged is there when it is opened again. DM_CRASH_STRIDE: every n-th call (1: all).
#include <filesystem>
#include <iostream>
#include <ostream>

#include <gtest/gtest.h>

#include "tests/crash/settings.h"
#include "tests/crash/store_life.h"
#include "tests/support/cases.h"
#include "tests/support/temporary_directory.h"
#include "worker/adapters/sqlite/fault_file_layer.h"
#include "worker/adapters/sqlite/sqlite_store.h"

namespace dm::crash {
namespace {

using sqlite::FailFilesFrom;
using sqlite::FaultLasts;
using sqlite::FileFault;

constexpr int kCases = 3;  // one of each kind
constexpr int kCallsMax = 50'000;

struct Trouble {
  const char* name;
  FileFault fault;
  FaultLasts lasts;
};

void PrintTo(const Trouble& trouble, std::ostream* out) {
  *out << trouble.name;
}

class IoFaultTest : public ::testing::TestWithParam<Trouble> {
 protected:
  void SetUp() override { sqlite::SkipSyncs(true); }

  void TearDown() override { FailFilesFrom(FileFault::kNone, 0); }

  static StatusOr<std::unique_ptr<StepStore>> Open(const std::string& path) {
    SqliteOptions options;
    options.vfs = sqlite::FaultFileLayer();
    options.readers = 1;
    return OpenSqliteStore(path, "exempelkommun", options, testing::TestNow());
  }

  // What the store says once a call has failed. A full disk may have space again; whatever else
  // failed while something was made durable is final.
  static std::string AfterTheFault(StepStore& store, const Status& failed) {
    const std::string reason = DetailOf(failed).reason;
    if (DetailOf(failed).remedy.empty()) return reason + " names no remedy";
    if (reason == "STORE_BROKEN") {
      FailFilesFrom(FileFault::kNone, 0);
      const Status health = store.CheckHealth(testing::TestNow());
      if (DetailOf(health).reason != "STORE_BROKEN")
        return "a failed commit was tried again: " + DetailOf(health).reason;
    }
    const bool known = reason == "STORE_BROKEN" || reason == "STORE_IO" || reason == "STORE_FULL" ||
                       reason == "STORE_CORRUPT" || reason == "STORE_CANNOT_OPEN" ||
                       reason == "STORE_ERROR";
    return known ? "" : "an unexpected reason: " + reason + " " + MessageOf(failed);
  }

  struct Lived {
    bool met = false;  // the fault was
    std::string wrong;
  };

  static Lived LiveWith(const std::string& folder, int call) {
    const std::string path = folder + "/store.db";
    StoreLife life(kCases);
    FailFilesFrom(GetParam().fault, call, GetParam().lasts);
    Lived lived;
    {
      auto store = Open(path);
      if (store.ok()) {
        const Status status = life.LiveToTheEnd(**store);
        lived.met = sqlite::FileFaults() > 0;
        if (!status.ok()) lived.wrong = AfterTheFault(**store, status);
      }
    }
    lived.met = lived.met || sqlite::FileFaults() > 0;  // at the opening or the closing
    FailFilesFrom(FileFault::kNone, 0);
    if (!lived.wrong.empty()) return lived;
    auto store = Open(path);
    if (!store.ok()) {
      lived.wrong = "does not open again: " + MessageOf(store.status());
      return lived;
    }
    const AuditHead promised = life.promised().head;
    if (const Status status = life.LiveToTheEnd(**store); !status.ok()) {
      lived.wrong = "does not go on: " + MessageOf(status);
      return lived;
    }
    store->reset();
    const auto rows = ReadSqliteInPlace(path);
    const auto record =
        rows->All("SELECT sha256 FROM audit WHERE sequence = " + std::to_string(promised.sequence));
    if (promised.sequence > 0 && record != std::vector<Row>{{promised.sha256}})
      lived.wrong = "lost record " + std::to_string(promised.sequence);
    const auto found = Violations(*rows, life.promised().outside, Moment::kFinished);
    if (!found.empty()) lived.wrong = found.front();
    return lived;
  }
};

TEST_P(IoFaultTest, WhicheverCallFailsNothingAcknowledgedIsLost) {
  const auto stride = static_cast<int>(SettingNumber("DM_CRASH_STRIDE", 7));
  int lives = 0;
  int met = 0;
  for (int call = 1; call < kCallsMax; call += stride, ++lives) {
    const testing::TemporaryDirectory place;
    const Lived lived = LiveWith(place.path(), call);
    ASSERT_EQ(lived.wrong, "") << "call " << call;
    met += lived.met ? 1 : 0;
    if (!lived.met) break;
  }
  std::cout << GetParam().name << ": " << met << " calls failed, every " << stride << ". of them\n";
  EXPECT_GT(met, (GetParam().fault == FileFault::kReadError ? 20 : 500) / stride);
}

INSTANTIATE_TEST_SUITE_P(
    Disk,
    IoFaultTest,
    ::testing::Values(Trouble{"WriteErrorOnce", FileFault::kWriteError, FaultLasts::kOnce},
                      Trouble{"WriteErrorForEver", FileFault::kWriteError, FaultLasts::kForEver},
                      Trouble{"DiskFullOnce", FileFault::kDiskFull, FaultLasts::kOnce},
                      Trouble{"DiskFullForEver", FileFault::kDiskFull, FaultLasts::kForEver},
                      Trouble{"SyncErrorOnce", FileFault::kSyncError, FaultLasts::kOnce},
                      Trouble{"SyncErrorForEver", FileFault::kSyncError, FaultLasts::kForEver},
                      Trouble{"ReadErrorOnce", FileFault::kReadError, FaultLasts::kOnce},
                      Trouble{"ReadErrorForEver", FileFault::kReadError, FaultLasts::kForEver}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace dm::crash
