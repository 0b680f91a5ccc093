#include "worker/sealing/key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include <openssl/crypto.h>
#include <sys/stat.h>

#include "worker/core/secret_file.h"

namespace dm::sealing {
namespace {

constexpr char kHeading[] = "medarbetare-keys-v1";
constexpr std::size_t kNameMax = 32;
constexpr std::size_t kBytesMax = 16'384;
constexpr std::string_view kHexDigits = "0123456789abcdef";

Status Refused(const std::string& what, const char* remedy) {
  return FailedPrecondition(
      what, {.reason = "SEALING_KEY_REFUSED", .field = "sealing.key_file", .remedy = remedy});
}

Status Unreadable(int line) {
  return Refused("line " + std::to_string(line) + " of the key file is none that it may have",
                 "Restore the file from where keys are kept, or make one: medarbetare keys new.");
}

Status NotWritten(
    const std::string& why,
    const char* remedy = "Name a path in a folder that exists and that this user may write to.") {
  return FailedPrecondition(
      "the key file cannot be written: " + why,
      {.reason = "SEALING_KEY_NOT_WRITTEN", .field = "file", .remedy = remedy});
}

// Closes the file with the scope.
class File {
 public:
  explicit File(int number) : number_(number) {}

  ~File() {
    if (number_ >= 0) close(number_);
  }

  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;

  int number() const { return number_; }

 private:
  const int number_;
};

// Wiped when it goes.
struct Secret {
  std::string text;

  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&&) = delete;
  Secret& operator=(Secret&&) = delete;

  ~Secret() { OPENSSL_cleanse(text.data(), text.size()); }
};

Status ReadWhole(const std::string& path, Secret& content) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  struct stat found = {};
  if (file.number() < 0 || fstat(file.number(), &found) != 0)
    return Refused("the key file cannot be read",
                   "Check the path and that the worker's user may read it; a new one: medarbetare "
                   "keys new.");
  if (!S_ISREG(found.st_mode))
    return Refused("the key file is no plain file", "Name the file itself.");
  DM_RETURN_IF_ERROR(CheckSecretFile("sealing.key_file", file.number()));
  content.text.resize(kBytesMax + 1);
  std::size_t size = 0;
  while (size < content.text.size()) {
    const ssize_t got = read(file.number(), content.text.data() + size, content.text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Refused("the key file cannot be read", "Check the disk that it is on.");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kBytesMax)
    return Refused("the key file is longer than 16384 bytes", "Prune keys that wrap nothing.");
  content.text.resize(size);
  return OkStatus();
}

bool ReadHex(const std::string& text, Key& key) {
  if (text.size() != 2 * kKeyBytes) return false;
  Secret bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::size_t high = kHexDigits.find(text[i]);
    const std::size_t low = kHexDigits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    bytes.text += static_cast<char>(high * 16 + low);
  }
  key = Key::FromBytes(bytes.text);
  return true;
}

std::string Hex(const Key& key) {
  std::string text;
  for (const char byte : key.bytes()) {
    const auto value = static_cast<unsigned char>(byte);
    text += kHexDigits[value >> 4U];
    text += kHexDigits[value & 0x0fU];
  }
  return text;
}

bool ReadLine(const std::string& line, KeyFile& file) {
  std::istringstream words(line);
  std::string kind;
  std::string name;
  Secret digits;
  std::string more;
  words >> kind >> name >> digits.text >> more;
  if (!CheckKeyName(name).ok() || !more.empty()) return false;
  if (kind == "current") {
    const bool first = file.current.empty() && digits.text.empty();
    file.current = name;
    return first;
  }
  Key key;
  return kind == "key" && file.keys.size() < kKeysMax && ReadHex(digits.text, key) &&
         file.keys.emplace(name, key).second;
}

Status WriteAll(int file, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return NotWritten(std::error_code(errno, std::generic_category()).message());
    done += static_cast<std::size_t>(wrote);
  }
  if (fsync(file) == 0) return OkStatus();
  return NotWritten("the disk does not keep it");
}

Status WriteText(const std::string& path, const std::string& text) {
  const File file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.number() < 0)
    return NotWritten(std::error_code(errno, std::generic_category()).message());
  return WriteAll(file.number(), text);
}

Status SyncFolder(const std::string& path) {
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  const File file(open(folder.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() >= 0 && fsync(file.number()) == 0) return OkStatus();
  return NotWritten("the disk does not keep it");
}

}  // namespace

Status CheckKeyName(const std::string& name) {
  const bool ok = !name.empty() && name.size() <= kNameMax &&
                  std::all_of(name.begin(), name.end(), [](char one) {
                    return (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '-';
                  });
  if (ok) return OkStatus();
  return InvalidArgument("the name of a key is 1 to 32 of a-z, 0-9 and -",
                         {.reason = "SEALING_KEY_NAME",
                          .field = "name",
                          .remedy = "Give another name, such as k2026-11."});
}

StatusOr<KeyFile> ReadKeyFile(const std::string& path) {
  Secret content;
  DM_RETURN_IF_ERROR(ReadWhole(path, content));
  KeyFile file;
  std::istringstream lines(content.text);
  std::string line;
  bool heading = false;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    const bool holds = heading ? ReadLine(line, file) : line == kHeading;
    OPENSSL_cleanse(line.data(), line.size());
    if (!holds) return Unreadable(number);
    heading = true;
  }
  if (file.keys.contains(file.current)) return file;
  return Refused("the key file has no current key", "Promote one: medarbetare keys promote.");
}

Status WriteKeyFile(const std::string& path, const KeyFile& file, Writing writing) {
  Secret text;
  text.text.reserve(kBytesMax);
  text.text += std::string(kHeading) + "\ncurrent " + file.current + "\n";
  for (const auto& [name, key] : file.keys) {
    text.text += "key " + name + " " + Hex(key) + "\n";
  }
  std::error_code failed;
  if (writing == Writing::kNew && std::filesystem::exists(path, failed))
    return NotWritten("there is a file already, whose keys may be in use",
                      "Name a path where there is no file; for a new key in this one use "
                      "medarbetare keys rotate.");
  struct stat before = {};
  const bool replaces = writing == Writing::kReplace && stat(path.c_str(), &before) == 0;
  const std::string part = path + ".new";
  std::filesystem::remove(part, failed);
  Status status = WriteText(part, text.text);
  // Root who adds a key leaves the file to whom it belonged, and to the worker's group where it was
  // root's own. Asked of the system only where it is not so already.
  struct stat made = {};
  const bool others = replaces && status.ok() && stat(part.c_str(), &made) == 0 &&
                      (before.st_uid != geteuid() || geteuid() == 0);
  const bool owned = before.st_uid == made.st_uid && before.st_gid == made.st_gid;
  const bool to_group = before.st_uid == 0 && (before.st_mode & S_IRGRP) != 0;
  if (others && ((!owned && chown(part.c_str(), before.st_uid, before.st_gid) != 0) ||
                 (to_group && chmod(part.c_str(), S_IRUSR | S_IWUSR | S_IRGRP) != 0)))
    status = NotWritten("its owner and group cannot be kept");
  if (status.ok() && std::rename(part.c_str(), path.c_str()) != 0)
    status = NotWritten(std::error_code(errno, std::generic_category()).message());
  if (!status.ok()) {
    std::filesystem::remove(part, failed);
    return status;
  }
  return SyncFolder(path);
}

}  // namespace dm::sealing
