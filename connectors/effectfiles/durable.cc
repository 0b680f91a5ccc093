#include "connectors/effectfiles/durable.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include <sys/file.h>
#include <sys/stat.h>

namespace dm::effectfiles {
namespace {

constexpr unsigned kLockMode = 0600;

bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Descriptor::Descriptor(const std::string& path, int flags, unsigned mode)
    : number_(::open(path.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode))) {}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

FolderLock::FolderLock(const std::string& path)
    : file_(path, O_RDWR | O_CREAT | O_NOFOLLOW, kLockMode) {
  if (!file_.IsOpen()) {
    status_ = FolderFailed();
  } else if (::flock(file_.number(), LOCK_EX | LOCK_NB) == 0) {
    status_ = OkStatus();
  } else if (errno == EWOULDBLOCK) {
    status_ = MakeStatus(StatusCode::kUnavailable,
                         "another worker is writing into the folder of the effect files",
                         {.reason = "EFFECT_FOLDER_IN_USE",
                          .field = "effects.files.folder",
                          .remedy = "Nothing, where it ends soon. Where it does not, end the "
                                    "worker that stands still."});
  } else {
    status_ = FailedPrecondition(
        "the file system of the effect files does not lock files",
        {.reason = "EFFECT_FOLDER_REFUSED",
         .field = "effects.files.folder",
         .remedy = "Use a local file system, or mount the shared one with locks (NFS 4)."});
  }
}

Status FolderFailed() {
  return MakeStatus(StatusCode::kUnavailable,
                    "the folder of the effect files cannot be read or written",
                    {.reason = "EFFECT_FOLDER",
                     .field = "effects.files.folder",
                     .remedy = "Check that it is there, that the worker may read and write it and "
                               "that its disk is not full."});
}

void Disk::Step(const char* name) const {
  if (step_) step_(name);
}

Status Disk::MakeFolder(const std::string& path, unsigned mode) const {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) return OkStatus();
  Step("mkdir");
  if (::mkdir(path.c_str(), static_cast<mode_t>(mode)) != 0) return FolderFailed();
  // The mask of the process may have taken the group's rights away.
  if (::chmod(path.c_str(), static_cast<mode_t>(mode)) != 0) return FolderFailed();
  return SyncFolderOf(path);
}

Status Disk::WriteWhole(const std::string& path, std::string_view bytes, unsigned mode) const {
  const std::filesystem::path target(path);
  const std::string temporary =
      (target.parent_path() / ("." + target.filename().string() + ".new")).string();
  Step("create");
  {
    const Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC, mode);
    if (!file.IsOpen() || ::fchmod(file.number(), static_cast<mode_t>(mode)) != 0)
      return FolderFailed();
    Step("write");
    if (!WriteAll(file.number(), bytes)) return FolderFailed();
    Step("sync");
    if (::fsync(file.number()) != 0) return FolderFailed();
  }
  return Rename(temporary, path);
}

Status Disk::Rename(const std::string& from, const std::string& to) const {
  Step("rename");
  if (std::rename(from.c_str(), to.c_str()) != 0) return FolderFailed();
  Step("sync folder");
  return SyncFolderOf(to);
}

Status Disk::SyncFolderOf(const std::string& path) const {
  const Descriptor folder(std::filesystem::path(path).parent_path().string(),
                          O_RDONLY | O_DIRECTORY);
  return folder.IsOpen() && ::fsync(folder.number()) == 0 ? OkStatus() : FolderFailed();
}

StatusOr<std::optional<std::string>> Disk::Read(const std::string& path, std::size_t bytes_max) {
  const Descriptor file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (!file.IsOpen() && errno == ENOENT) return std::optional<std::string>();
  if (!file.IsOpen()) return FolderFailed();
  std::string bytes(bytes_max + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FolderFailed();
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > bytes_max) return MakeStatus(StatusCode::kOutOfRange, "the file is too large", {});
  bytes.resize(size);
  return std::optional<std::string>(std::move(bytes));
}

StatusOr<std::vector<std::string>> Disk::List(const std::string& folder) {
  std::error_code failed;
  std::vector<std::string> names;
  std::filesystem::directory_iterator at(folder, failed);
  for (; !failed && at != std::filesystem::directory_iterator(); at.increment(failed))
    names.push_back(at->path().filename().string());
  if (failed) return FolderFailed();
  std::ranges::sort(names);
  return names;
}

}  // namespace dm::effectfiles
