#include "worker/audit/checkpoint_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

namespace dm::audit {
namespace {

// More than two of the longest lines.
constexpr off_t kTailBytes = 1'024;
constexpr int kPrivate = 0600;

Status NotKept(StatusCode code = StatusCode::kUnavailable) {
  return MakeStatus(code,
                    "the end of the audit chain cannot be kept",
                    {.reason = "CHECKPOINT_NOT_KEPT",
                     .field = "audit.checkpoints",
                     .remedy = "Check that the file's folder is there, that the worker may read "
                               "and write the file and that its disk is not full."});
}

class File {
 public:
  File(const std::string& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, kPrivate)) {}

  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;

  bool IsOpen() const { return descriptor_ >= 0; }

  // The last bytes, and where they begin.
  bool ReadTail(std::string& tail, off_t& begin) const {
    const off_t size = ::lseek(descriptor_, 0, SEEK_END);
    if (size < 0) return false;
    begin = std::max<off_t>(0, size - kTailBytes);
    tail.resize(static_cast<std::size_t>(size - begin));
    return std::cmp_equal(::pread(descriptor_, tail.data(), tail.size(), begin), tail.size());
  }

  bool Append(const std::string& bytes) const {
    return std::cmp_equal(::write(descriptor_, bytes.data(), bytes.size()), bytes.size()) &&
           ::fsync(descriptor_) == 0;
  }

  bool CutTo(off_t size) const { return ::ftruncate(descriptor_, size) == 0; }

 private:
  int descriptor_;
};

}  // namespace

StatusOr<std::optional<AuditCheckpoint>> CheckpointFile::Latest() const {
  const File file(path_, O_RDONLY);
  if (!file.IsOpen() && errno == ENOENT) return std::optional<AuditCheckpoint>();
  std::string tail;
  off_t tail_begin = 0;
  if (!file.IsOpen() || !file.ReadTail(tail, tail_begin)) return NotKept();
  const std::size_t end = tail.rfind('\n');
  if (end == std::string::npos && tail_begin == 0) return std::optional<AuditCheckpoint>();
  const std::string_view lines = std::string_view(tail).substr(0, end);
  const std::size_t before = lines.rfind('\n');
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  DM_ASSIGN_OR_RETURN(AuditCheckpoint latest, ParseCheckpointLine(lines.substr(begin)));
  return std::optional(std::move(latest));
}

Status CheckpointFile::Check() const {
  const StatusOr<std::optional<AuditCheckpoint>> latest = Latest();
  if (latest.status().code() == StatusCode::kUnavailable)
    return NotKept(StatusCode::kFailedPrecondition);
  if (!latest.ok()) return latest.status();
  const bool there = ::access(path_.c_str(), F_OK) == 0;
  const std::string folder = std::filesystem::path(path_).parent_path().string();
  const bool writable =
      there ? ::access(path_.c_str(), W_OK) == 0 : ::access(folder.c_str(), W_OK | X_OK) == 0;
  return writable ? OkStatus() : NotKept(StatusCode::kFailedPrecondition);
}

Status CheckpointFile::Append(const AuditCheckpoint& checkpoint) const {
  const File file(path_, O_RDWR | O_CREAT | O_APPEND);
  std::string tail;
  off_t tail_begin = 0;
  if (!file.IsOpen() || !file.ReadTail(tail, tail_begin)) return NotKept();
  // What follows the last line feed was cut while this program wrote it.
  const std::size_t end = tail.rfind('\n');
  const off_t whole = end == std::string::npos ? 0 : static_cast<off_t>(end) + 1;
  const bool cut = !tail.empty() && tail.back() != '\n';
  if (cut && !file.CutTo(tail_begin + whole)) return NotKept();
  return file.Append(CheckpointLine(checkpoint) + "\n") ? OkStatus() : NotKept();
}

}  // namespace dm::audit
