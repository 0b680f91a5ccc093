// LockFile: one process per store. The lock is the kernel's: it goes when the process does, however
// it ends.
#pragma once

#include <string>

#include "worker/core/status.h"

namespace dm::sqlite {

class LockFile {
 public:
  // Locks `path`, making the file (mode 0600) where there is none. FailedPrecondition with reason
  // STORE_IN_USE while another process has it, STORE_DIRECTORY_MISSING or STORE_READ_ONLY where the
  // file cannot be made.
  static StatusOr<LockFile> Acquire(const std::string& path);

  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile();

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;  // -1 once moved from
};

// Makes an empty file with mode 0600 at `path` unless it exists; takes the rights of group and
// others from one that does. FailedPrecondition as above; a symbolic link or a directory is
// refused.
Status EnsurePrivateFile(const std::string& path);

}  // namespace dm::sqlite
