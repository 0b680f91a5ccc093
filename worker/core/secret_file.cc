#include "worker/core/secret_file.h"

#include <unistd.h>

#include <array>
#include <cstdio>

#include <sys/stat.h>

namespace dm {
namespace {

constexpr mode_t kNeverAllowed = S_IWGRP | S_IXGRP | S_IRWXO;
constexpr mode_t kPermissions = 07777;

Status Check(const std::string& field, const struct stat& found) {
  const uid_t user = ::geteuid();
  const bool owned = found.st_uid == 0 || found.st_uid == user || user == 0;
  const bool to_group = (found.st_mode & S_IRGRP) != 0 && found.st_uid != 0;
  if (owned && !to_group && (found.st_mode & kNeverAllowed) == 0) return OkStatus();
  std::array<char, 16> mode{};
  std::snprintf(mode.data(), mode.size(), "%04o", found.st_mode & kPermissions);
  return FailedPrecondition(
      field + ": others than the program's user may read or change the file (mode " + mode.data() +
          ", owner's number " + std::to_string(found.st_uid) + ")",
      {.reason = "SECRET_FILE_OPEN",
       .field = field,
       .remedy = "chown it to the program's user and chmod 0600 it, or to root and the service's "
                 "group and chmod 0640 it"});
}

}  // namespace

Status CheckSecretFile(const std::string& field, const std::string& path) {
  struct stat found {};

  if (path.empty() || ::stat(path.c_str(), &found) != 0) return OkStatus();
  return Check(field, found);
}

Status CheckSecretFile(const std::string& field, int descriptor) {
  struct stat found {};

  if (::fstat(descriptor, &found) != 0) return OkStatus();
  return Check(field, found);
}

}  // namespace dm
