#include "worker/sealing/key_ring.h"

#include <utility>

namespace dm::sealing {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks(1'000);

bool IsSame(const struct stat& one, const struct stat& other) {
  return one.st_ino == other.st_ino && one.st_size == other.st_size &&
         one.st_mtim.tv_sec == other.st_mtim.tv_sec && one.st_mtim.tv_nsec == other.st_mtim.tv_nsec;
}

}  // namespace

KeyRing::KeyRing(std::string path, KeyFile file) : path_(std::move(path)), file_(std::move(file)) {}

StatusOr<std::shared_ptr<KeyRing>> KeyRing::Open(const std::string& path) {
  struct stat seen = {};
  static_cast<void>(stat(path.c_str(), &seen));  // before reading: a change after it shows
  DM_ASSIGN_OR_RETURN(KeyFile file, ReadKeyFile(path));
  std::shared_ptr<KeyRing> ring(new KeyRing(path, std::move(file)));
  const MutexLock lock(ring->mutex_);
  ring->seen_ = seen;
  ring->looked_at_ = std::chrono::steady_clock::now();
  return ring;
}

void KeyRing::LookAgain() {
  const auto now = std::chrono::steady_clock::now();
  if (now - looked_at_ < kBetweenLooks) return;
  looked_at_ = now;
  struct stat found = {};
  const bool there = stat(path_.c_str(), &found) == 0;
  if (there && last_look_.ok() && IsSame(found, seen_)) return;
  StatusOr<KeyFile> file = ReadKeyFile(path_);
  last_look_ = file.status();
  if (!file.ok()) return;
  seen_ = found;
  file_ = *std::move(file);
}

NamedKey KeyRing::Current() {
  const MutexLock lock(mutex_);
  LookAgain();
  return {.name = file_.current, .key = file_.keys.at(file_.current)};
}

StatusOr<Key> KeyRing::Find(const std::string& name) {
  const MutexLock lock(mutex_);
  auto found = file_.keys.find(name);
  if (found == file_.keys.end()) {
    looked_at_ = {};
    LookAgain();
    found = file_.keys.find(name);
  }
  if (found != file_.keys.end()) return found->second;
  return FailedPrecondition(
      "the key file has no key " + name + ", which case keys of the store are wrapped with",
      {.reason = "SEALING_KEY_MISSING",
       .field = "sealing.key_file",
       .remedy = "Put the file back that has it, or add that key to the file again; without it "
                 "what it wraps cannot be read."});
}

std::vector<std::string> KeyRing::Names() {
  const MutexLock lock(mutex_);
  LookAgain();
  std::vector<std::string> names;
  names.reserve(file_.keys.size());
  for (const auto& [name, key] : file_.keys) names.push_back(name);
  return names;
}

Status KeyRing::last_look() {
  const MutexLock lock(mutex_);
  LookAgain();
  return last_look_;
}

}  // namespace dm::sealing
