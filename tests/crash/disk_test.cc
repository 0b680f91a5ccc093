// F8–F10, T5 and T6 on the real worker: a disk that fails at a sync or a write, short transfers, a
// disk that is full and has space again.
#include <sched.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/mount.h>

#include "tests/crash/io_gate.h"
#include "tests/crash/life.h"
#include "tests/crash/settings.h"
#include "worker/core/instant.h"

namespace dm::crash {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DiskTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  static Gate GateOf(const std::string& folder, const std::vector<std::string>& words) {
    Gate gate = {e2e::Municipality::Binary("io-gate"), "--only", "medarbetare.db"};
    gate.insert(gate.end(), words.begin(), words.end());
    gate.insert(gate.end(), {"--result", folder + "/gate", "--"});
    return gate;
  }

  static void NeedGate() {
    if (!CanWatch()) GTEST_SKIP() << "the kernel does not let a process watch its child (seccomp)";
  }
};

// Every sync from the first start to the end of the case, one life each.
TEST_F(DiskTest, AfterAFailedSyncItDecidesNothingUntilItIsStartedAgain) {
  NeedGate();
  if (IsSkipped()) return;
  const auto stride = SettingNumber("DM_CRASH_STRIDE", 3);
  int told = 0;
  int refused = 0;
  for (std::int64_t at = 1;; at += stride) {
    Life life("sync-" + std::to_string(at), Scenario::kGrantedAutomatically);
    const std::string folder = life.municipality().folder();
    const bool started = life.Start(GateOf(folder, {"--fault", "EIO", "--at", std::to_string(at)}));
    ASSERT_TRUE(life.LiveToTheEnd()) << "sync " << at << ": " << life.why();
    life.StopWorker();
    EXPECT_THAT(life.Violations(Moment::kFinished), IsEmpty()) << "sync " << at;
    const std::string log = e2e::ReadFile(folder + "/medarbetare.log");
    if (!started) {
      ++refused;
      // While the store is opened, or by the first change of the worker's own.
      EXPECT_THAT(log, AnyOf(HasSubstr("STORE_IO"), HasSubstr("STORE_BROKEN"))) << "sync " << at;
      EXPECT_THAT(log, HasSubstr("remedy")) << "sync " << at;
    } else if (life.told_broken() > 0) {
      ++told;
      EXPECT_THAT(log, HasSubstr("STORE_BROKEN")) << "sync " << at;
    }
    const GateWord word = ReadGateWord(folder + "/gate");
    std::filesystem::remove_all(folder);
    if (HasFailure() || (started && life.told_broken() == 0 && !word.fired)) break;
  }
  std::cout << "failed syncs: " << refused << " before the start, " << told
            << " told while it ran, every " << stride << ". of them\n";
  EXPECT_GT(refused, 0);
  EXPECT_GT(told, 0);
}

TEST_F(DiskTest, ShortTransfersChangeNothing) {
  NeedGate();
  if (IsSkipped()) return;
  Life life("short", Scenario::kGrantedAutomatically);
  const std::string folder = life.municipality().folder();
  ASSERT_TRUE(life.Start(
      GateOf(folder, {"--calls", "write,read", "--fault", "short", "--at", "1", "--for-ever"})));
  ASSERT_TRUE(life.LiveToTheEnd()) << life.why();
  life.StopWorker();
  EXPECT_THAT(life.Violations(Moment::kFinished), IsEmpty());
  EXPECT_EQ(life.starts(), 1);
  EXPECT_GT(ReadGateWord(folder + "/gate").calls, 500);
}

// A worker whose disk is full, whatever makes it so.
class FullDisk {
 public:
  FullDisk(const std::string& name, int households)
      : municipality_(name, households, "stable-benefit") {}

  e2e::Municipality& municipality() { return municipality_; }

  // Submits everything; what was accepted is noted.
  void SubmitAll() {
    for (const std::string& file : municipality_.case_files()) {
      const e2e::Finished submitted = municipality_.Medarbetare({"submit", file});
      if (submitted.exit_code == 0) {
        const auto json = nlohmann::json::parse(e2e::ReadFile(file));
        acknowledged_.insert(json["application"]["id"].get<std::string>());
      } else {
        refusal_ = submitted.err;
      }
    }
  }

  // Until the worker says itself that it is full, or has done everything without.
  bool Full() const {
    const e2e::Finished status = municipality_.Medarbetare({"status", "--json"});
    return status.exit_code == 0 && status.out.find("STORE_FULL") != std::string::npos;
  }

  const std::string& refusal() const { return refusal_; }

  std::vector<std::string> Violations(const std::string& database) const {
    const auto rows = ReadSqlite(database, municipality_.folder() + "/copy");
    return dm::crash::Violations(
        *rows,
        {.acknowledged = acknowledged_,
         .received = ReadReceived(municipality_.folder() + "/casesystem.jsonl")},
        Moment::kFinished);
  }

 private:
  e2e::Municipality municipality_;
  std::set<std::string> acknowledged_;
  std::string refusal_;
};

// A tmpfs in a mount namespace of this test's own: it goes with the process.
bool CanMount() {
  if (unshare(CLONE_NEWNS) != 0) {
    const std::string user = "0 " + std::to_string(getuid()) + " 1";
    const std::string group = "0 " + std::to_string(getgid()) + " 1";
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << user;
    std::ofstream("/proc/self/gid_map") << group;
  }
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  const std::string place = ::testing::TempDir() + "/may-mount";
  std::filesystem::create_directories(place);
  if (mount("none", place.c_str(), "tmpfs", 0, "size=64k") != 0) return false;
  return umount(place.c_str()) == 0;
}

std::string SizeOf(int kilobytes) {
  return "mode=0700,size=" + std::to_string(kilobytes) + "k";
}

TEST_F(DiskTest, AFullDiskRefusesAndGoesOnWhenThereIsSpaceInEightSizes) {
  if (!CanMount()) GTEST_SKIP() << "no disk may be mounted here; the gate's full disk is tried";
  int full = 0;
  int too_small = 0;
  for (const int kilobytes : {64, 600, 1'000, 1'400, 1'800, 2'400, 3'200, 12'000}) {
    SCOPED_TRACE(std::to_string(kilobytes) + " KB");
    FullDisk disk("full-" + std::to_string(kilobytes), 10);
    e2e::Municipality& municipality = disk.municipality();
    const std::string place = municipality.folder() + "/disk";
    std::filesystem::create_directory(place);
    ASSERT_EQ(mount("none", place.c_str(), "tmpfs", 0, SizeOf(kilobytes).c_str()), 0);
    std::string config = e2e::ReadFile(municipality.config());
    config.replace(config.find("database: "), 10, "database: disk/");
    std::ofstream(municipality.config()) << config;
    const auto grow = [&] {
      ASSERT_EQ(mount("none", place.c_str(), "tmpfs", MS_REMOUNT, SizeOf(65'536).c_str()), 0);
    };
    if (!municipality.TryStartWorker({})) {
      ++too_small;
      EXPECT_EQ(municipality.worker().WaitForExit(), 5);
      EXPECT_THAT(e2e::ReadFile(municipality.folder() + "/medarbetare.log"),
                  HasSubstr("STORE_FULL"));
      grow();
      ASSERT_TRUE(municipality.TryStartWorker({}));
    }
    disk.SubmitAll();
    const auto enough = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!disk.Full() && !municipality.WaitUntilWorked(std::chrono::seconds(1))) {
      ASSERT_LT(std::chrono::steady_clock::now(), enough) << "neither full nor done";
    }
    if (disk.Full()) {
      ++full;
      EXPECT_TRUE(municipality.worker().running());
      grow();
    }
    if (!disk.refusal().empty()) {
      EXPECT_THAT(disk.refusal(), HasSubstr("STORE_FULL"));
      EXPECT_THAT(disk.refusal(), HasSubstr("remedy"));
    }
    disk.SubmitAll();  // as callers do who were refused
    // Leases of cases that were in hand run out, or end with the process.
    municipality.worker().Stop();
    ASSERT_TRUE(municipality.TryStartWorker({}));
    EXPECT_TRUE(municipality.WaitUntilWorked(std::chrono::seconds(120)));
    EXPECT_EQ(municipality.worker().Stop(), 0);
    EXPECT_THAT(disk.Violations(place + "/medarbetare.db"), IsEmpty());
    umount(place.c_str());
  }
  std::cout << "eight sizes: " << too_small << " too small to start, " << full
            << " full on the way\n";
  EXPECT_GT(too_small, 0);
  EXPECT_GT(full, 2);
}

TEST_F(DiskTest, WritesThatFindNoSpaceRefuseUntilThereIs) {
  NeedGate();
  if (IsSkipped()) return;
  for (const char* const at : {"600", "750"}) {
    SCOPED_TRACE(at);
    FullDisk disk(std::string("no-space-") + at, 10);
    e2e::Municipality& municipality = disk.municipality();
    const std::string space = municipality.folder() + "/space";
    ASSERT_TRUE(municipality.TryStartWorker(GateOf(
        municipality.folder(),
        {"--calls", "write", "--fault", "ENOSPC", "--at", at, "--for-ever", "--off-file", space})));
    disk.SubmitAll();
    const auto enough = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!disk.Full()) ASSERT_LT(std::chrono::steady_clock::now(), enough) << "never full";
    std::ofstream(space) << "there is";
    disk.SubmitAll();
    EXPECT_FALSE(disk.Full());
    municipality.worker().Stop();
    ASSERT_TRUE(municipality.TryStartWorker({}));
    EXPECT_TRUE(municipality.WaitUntilWorked(std::chrono::seconds(120)));
    EXPECT_EQ(municipality.worker().Stop(), 0);
    EXPECT_THAT(disk.Violations(municipality.folder() + "/medarbetare.db"), IsEmpty());
  }
}

}  // namespace
}  // namespace dm::crash
