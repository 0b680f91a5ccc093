#include "worker/adapters/sqlite/fault_file_layer.h"

#include <atomic>

#include "worker/adapters/sqlite/observed_file_layer.h"

namespace dm::sqlite {
namespace {

class FailingDisk final : public FileObserver {
 public:
  DiskAnswer OnRead(const std::string& /*path*/) override {
    if (fault != FileFault::kReadError) return DiskAnswer::kCarryOut;
    return FailsNow() ? Failed(DiskAnswer::kError) : DiskAnswer::kCarryOut;
  }

  DiskAnswer OnWrite(const std::string& /*path*/,
                     const char* /*from*/,
                     int /*size*/,
                     std::int64_t /*at*/) override {
    return Change();
  }

  DiskAnswer OnTruncate(const std::string& /*path*/, std::int64_t /*size*/) override {
    return DiskAnswer::kCarryOut;
  }

  DiskAnswer OnSync(const std::string& /*path*/) override {
    const DiskAnswer good = skips_syncs ? DiskAnswer::kDone : DiskAnswer::kCarryOut;
    if (fault == FileFault::kReadError || !FailsNow()) return good;
    return fault == FileFault::kSyncError ? Failed(DiskAnswer::kError) : good;
  }

  DiskAnswer OnDelete(const std::string& /*path*/) override { return DiskAnswer::kCarryOut; }

  std::atomic<FileFault> fault{FileFault::kNone};
  std::atomic<FaultLasts> lasts{FaultLasts::kForEver};
  std::atomic<int> fail_from{0};
  std::atomic<int> calls{0};
  std::atomic<int> faults{0};
  std::atomic<bool> skips_syncs{false};

 private:
  DiskAnswer Change() {
    if (fault == FileFault::kReadError || !FailsNow()) return DiskAnswer::kCarryOut;
    if (fault == FileFault::kDiskFull) return Failed(DiskAnswer::kFull);
    if (fault == FileFault::kWriteError) return Failed(DiskAnswer::kError);
    return DiskAnswer::kCarryOut;
  }

  // A fault that is met once waits for a call of its kind: one of another kind does not use it up.
  bool FailsNow() {
    const int call = ++calls;
    if (fault == FileFault::kNone || call < fail_from) return false;
    return lasts == FaultLasts::kForEver || faults == 0;
  }

  DiskAnswer Failed(DiskAnswer answer) {
    ++faults;
    return answer;
  }
};

FailingDisk& Disk() {
  static FailingDisk disk;
  return disk;
}

}  // namespace

std::string FaultFileLayer() {
  return ObservedFileLayer("medarbetare-faults", Disk());
}

void FailFilesFrom(FileFault kind, int call, FaultLasts lasts) {
  FailingDisk& disk = Disk();
  disk.fault = FileFault::kNone;
  disk.calls = 0;
  disk.faults = 0;
  disk.fail_from = call;
  disk.lasts = lasts;
  disk.fault = kind;
}

void SkipSyncs(bool skip) {
  Disk().skips_syncs = skip;
}

int FileCalls() {
  return Disk().calls;
}

int FileFaults() {
  return Disk().faults;
}

}  // namespace dm::sqlite
