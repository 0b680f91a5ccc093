// Files as an outbox needs them: whole or not at all, and on the disk before anything rests on
// them. Each function that changes something tells its step first, so that a test can stop at any.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/status.h"

namespace dm::effectfiles {

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, unsigned mode = 0);
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;

  bool IsOpen() const { return number_ >= 0; }

  int number() const { return number_; }

 private:
  int number_;
};

// Held by who writes into the folder, until it goes: also by one that stands still, so that nobody
// takes its place before it is known what it has written.
class FolderLock {
 public:
  // The file is made where it is missing.
  explicit FolderLock(const std::string& path);

  // Unavailable EFFECT_FOLDER_IN_USE: another holds it. FailedPrecondition EFFECT_FOLDER_REFUSED:
  // the file system has no locks. EFFECT_FOLDER as below.
  const Status& status() const { return status_; }

 private:
  const Descriptor file_;
  Status status_;
};

class Disk {
 public:
  // `step` is called before each change, with its name. Empty: nothing.
  explicit Disk(std::function<void(const char*)> step = nullptr) : step_(std::move(step)) {}

  // Makes the folder where it is missing, with just this mode.
  Status MakeFolder(const std::string& path, unsigned mode) const;
  // Writes and syncs `path` under another name, renames it, and syncs its folder. What was there
  // before is replaced.
  Status WriteWhole(const std::string& path, std::string_view bytes, unsigned mode) const;
  // Renames within one folder and syncs it.
  Status Rename(const std::string& from, const std::string& to) const;

  // Nothing where there is no such file. OutOfRange where it is larger than `bytes_max`.
  static StatusOr<std::optional<std::string>> Read(const std::string& path, std::size_t bytes_max);
  // Names of the files in the folder, sorted.
  static StatusOr<std::vector<std::string>> List(const std::string& folder);

 private:
  void Step(const char* name) const;
  Status SyncFolderOf(const std::string& path) const;

  std::function<void(const char*)> step_;
};

// Unavailable EFFECT_FOLDER: it cannot be read or written now.
Status FolderFailed();

}  // namespace dm::effectfiles
