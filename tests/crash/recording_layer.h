// A file layer that writes down every write, truncation, sync and deletion in order, and builds
// what a disk could hold had the power gone at any of them: what was synced is there; of the rest
// each write, or each sector of it, may be there or not, whatever came after it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "worker/adapters/sqlite/observed_file_layer.h"

namespace dm::crash {

struct FileOp {
  enum class Kind { kWrite, kTruncate, kSync, kDelete };
  Kind kind = Kind::kWrite;
  std::string path;
  std::int64_t at = 0;  // of a write; the size of a truncation
  std::string bytes;
};

// Syncs are written down and not carried out: only images are looked at.
class Recorder final : public sqlite::FileObserver {
 public:
  sqlite::DiskAnswer OnRead(const std::string& path) override;
  sqlite::DiskAnswer OnWrite(const std::string& path,
                             const char* from,
                             int size,
                             std::int64_t at) override;
  sqlite::DiskAnswer OnTruncate(const std::string& path, std::int64_t size) override;
  sqlite::DiskAnswer OnSync(const std::string& path) override;
  sqlite::DiskAnswer OnDelete(const std::string& path) override;

  void Record(bool on);  // on: begins anew
  std::size_t count() const;

  // While nothing is recorded.
  const std::vector<FileOp>& ops() const { return ops_; }

 private:
  sqlite::DiskAnswer Note(FileOp op, sqlite::DiskAnswer answer);

  mutable std::mutex mutex_;
  bool on_ = false;
  std::vector<FileOp> ops_;
};

// How the writes that no sync has made durable come through.
enum class Loss { kNone, kAll, kSomeWrites, kSectors512, kSectors4096 };

inline constexpr Loss kLosses[] = {
    Loss::kNone, Loss::kAll, Loss::kSomeWrites, Loss::kSectors512, Loss::kSectors4096};

// The disk up to a point in the record. Points are asked for in ascending order.
class Disk {
 public:
  explicit Disk(const std::vector<FileOp>& ops) : ops_(ops) {}

  // Plays the record up to, not including, operation `point`.
  void AdvanceTo(std::size_t point);
  // Path → content; a file that need not be there may be missing.
  std::map<std::string, std::string> Image(Loss loss, std::mt19937_64& random) const;
  // How many writes, truncations and deletions no sync has made durable.
  std::size_t unsynced() const;

 private:
  struct File {
    bool exists = false;  // known to be: it was synced once
    std::string durable;
    std::vector<std::size_t> pending;  // into ops_
  };

  void SyncFolder();
  void MakeDurable(File& file, std::size_t count);

  const std::vector<FileOp>& ops_;
  std::size_t next_ = 0;
  std::map<std::string, File> files_;
};

}  // namespace dm::crash
