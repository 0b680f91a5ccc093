#include "worker/adapters/grpc/identity_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>
#include <utility>

#include <sys/mman.h>
#include <sys/stat.h>

#include "worker/core/secret_file.h"

namespace dm::grpc_adapter {
namespace {

constexpr std::size_t kFileBytesMax = 1U << 20U;

Status Refuse(const std::string& field, const std::string& what, const std::string& remedy) {
  return FailedPrecondition(field + ": " + what,
                            {.reason = "CONFIG_INVALID", .field = field, .remedy = remedy});
}

StatusOr<std::string> ReadFile(const std::string& field, const std::string& path) {
  if (path.empty())
    return Refuse(field, "is required", "Name certificate, key and client CA, all three.");
  std::ifstream file(path, std::ios::binary);
  std::string text(kFileBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.empty() || text.size() > kFileBytesMax)
    return Refuse(field,
                  "the file cannot be read, is empty or has more than 1 MiB",
                  "Check the path and the file's mode.");
  return text;
}

Status NoMemory() {
  return Refuse("grpc.tls",
                "the certificate cannot be kept in memory",
                "Check the limits of memory and of open files.");
}

// New memory that holds `text`; its time of change is `generation` seconds, by which the library
// sees that something changed while it read.
int MemoryOf(const std::string& text, int generation) {
  const int memory = ::memfd_create("medarbetare-tls", MFD_CLOEXEC);
  const auto size = static_cast<ssize_t>(text.size());
  const timespec time{.tv_sec = generation, .tv_nsec = 0};
  const std::array<timespec, 2> times = {time, time};
  if (memory >= 0 && ::write(memory, text.data(), text.size()) == size &&
      ::futimens(memory, times.data()) == 0)
    return memory;
  if (memory >= 0) ::close(memory);
  return -1;
}

// Puts `text` behind the number `kept`, or behind a new one where that is none.
bool Put(const std::string& text, int generation, int& kept) {
  const int memory = MemoryOf(text, generation);
  if (memory < 0) return false;
  if (kept < 0) {
    kept = memory;
    return true;
  }
  const bool put = ::dup3(memory, kept, O_CLOEXEC) == kept;
  ::close(memory);
  return put;
}

std::string PathOf(int descriptor) {
  return "/proc/self/fd/" + std::to_string(descriptor);
}

}  // namespace

StatusOr<std::unique_ptr<IdentityFiles>> IdentityFiles::Open(Paths paths, CheckPem check) {
  std::unique_ptr<IdentityFiles> files(new IdentityFiles(std::move(paths), std::move(check)));
  DM_ASSIGN_OR_RETURN(Read first, files->ReadAll());
  const MutexLock lock(files->mutex_);
  DM_RETURN_IF_ERROR(files->Show(std::move(first)));
  return files;
}

IdentityFiles::~IdentityFiles() {
  if (identity_ >= 0) ::close(identity_);
  if (authorities_ >= 0) ::close(authorities_);
}

std::string IdentityFiles::identity_path() const {
  return PathOf(identity_);
}

std::string IdentityFiles::authorities_path() const {
  return PathOf(authorities_);
}

StatusOr<IdentityFiles::Read> IdentityFiles::ReadAll() const {
  Read read;
  DM_ASSIGN_OR_RETURN(read.certificate, ReadFile("grpc.tls.certificate", paths_.certificate));
  DM_RETURN_IF_ERROR(CheckSecretFile("grpc.tls.key", paths_.key));
  DM_ASSIGN_OR_RETURN(read.key, ReadFile("grpc.tls.key", paths_.key));
  DM_ASSIGN_OR_RETURN(read.authorities, ReadFile("grpc.tls.ca", paths_.authorities));
  if (check_) {
    DM_ASSIGN_OR_RETURN(
        read.not_after,
        check_(
            {.certificate = read.certificate, .key = read.key, .authorities = read.authorities}));
  }
  return read;
}

Status IdentityFiles::Show(Read read) {
  ++generation_;
  if (!Put(read.key + "\n" + read.certificate, generation_, identity_) ||
      !Put(read.authorities, generation_, authorities_))
    return NoMemory();
  shown_ = std::move(read);
  return OkStatus();
}

ServedCertificate IdentityFiles::Look() {
  StatusOr<Read> read = ReadAll();
  const MutexLock lock(mutex_);
  Status status = read.status();
  if (status.ok() && !(*read == shown_)) status = Show(*std::move(read));
  problem_ = DetailOf(status);
  return {.not_after = shown_.not_after, .problem = problem_};
}

}  // namespace dm::grpc_adapter
