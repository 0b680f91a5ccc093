#include "worker/adapters/sqlite/lock_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include <sys/file.h>
#include <sys/stat.h>

namespace dm::sqlite {
namespace {

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

Status OpenFailure(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return FailedPrecondition("the directory of " + path + " does not exist",
                              {.reason = "STORE_DIRECTORY_MISSING",
                               .field = "database",
                               .remedy = "Make the directory, owned by the program's user with "
                                         "mode 0700, or correct the path."});
  }
  if (error == ENOSPC || error == EDQUOT) {
    return MakeStatus(StatusCode::kResourceExhausted,
                      "there is no space for " + path,
                      {.reason = "STORE_FULL",
                       .field = "database",
                       .remedy = "Free space on the store's disk and start again."});
  }
  if (error == EACCES || error == EROFS || error == EPERM) {
    return FailedPrecondition(
        path + " may not be written",
        {.reason = "STORE_READ_ONLY",
         .field = "database",
         .remedy = "Give the program's user write access to the file and its directory."});
  }
  return FailedPrecondition(
      path + " cannot be opened as a file (error " + std::to_string(error) + ")",
      {.reason = "STORE_CANNOT_OPEN",
       .field = "database",
       .remedy = "Name a regular file, not a directory or a link."});
}

StatusOr<int> OpenPrivate(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
  if (descriptor < 0) return OpenFailure(path, errno);
  return descriptor;
}

}  // namespace

StatusOr<LockFile> LockFile::Acquire(const std::string& path) {
  DM_ASSIGN_OR_RETURN(const int descriptor, OpenPrivate(path));
  LockFile lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  return FailedPrecondition(
      "another process has the store open (" + path + " is locked)",
      {.reason = "STORE_IN_USE",
       .field = "database",
       .remedy = "Stop the other process, or give this one a store of its own."});
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Status EnsurePrivateFile(const std::string& path) {
  DM_ASSIGN_OR_RETURN(const int descriptor, OpenPrivate(path));
  struct stat info = {};
  int error = fstat(descriptor, &info) == 0 ? 0 : errno;
  if (error == 0 && (info.st_mode & kOthers) != 0) {
    error = fchmod(descriptor, info.st_mode & kOwnerOnly) == 0 ? 0 : errno;
  }
  close(descriptor);
  return error == 0 ? OkStatus() : OpenFailure(path, error);
}

}  // namespace dm::sqlite
