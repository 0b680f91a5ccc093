// A file layer for tests: SQLite's own, with somebody who sees each call first and may answer it in
// the disk's place. Not part of the program.
#pragma once

#include <cstdint>
#include <string>

namespace dm::sqlite {

// What the disk does with a call.
enum class DiskAnswer {
  kCarryOut,  // as ever
  kDone,      // says that it did, and did nothing
  kError,     // input/output error
  kFull,      // no space left
};

// `path` is the file's; calls come from several threads, never for two at once.
class FileObserver {
 public:
  FileObserver() = default;
  virtual ~FileObserver() = default;
  FileObserver(const FileObserver&) = delete;
  FileObserver& operator=(const FileObserver&) = delete;
  FileObserver(FileObserver&&) = delete;
  FileObserver& operator=(FileObserver&&) = delete;

  virtual DiskAnswer OnRead(const std::string& path) = 0;
  virtual DiskAnswer OnWrite(const std::string& path,
                             const char* from,
                             int size,
                             std::int64_t at) = 0;
  virtual DiskAnswer OnTruncate(const std::string& path, std::int64_t size) = 0;
  virtual DiskAnswer OnSync(const std::string& path) = 0;
  virtual DiskAnswer OnDelete(const std::string& path) = 0;
};

// Registers a layer of that name, once, and gives the name to open a store with. The observer lives
// as long as the program.
std::string ObservedFileLayer(const std::string& name, FileObserver& observer);

}  // namespace dm::sqlite
