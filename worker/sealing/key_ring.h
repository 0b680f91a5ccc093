// KeyRing: the keys of a key file while a program runs. It notices by itself, within a second, that
// the file was changed; a file that does not hold then is told of, and the keys of before stay.
// Thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/stat.h>

#include "worker/core/mutex.h"
#include "worker/core/status.h"
#include "worker/sealing/key_file.h"

namespace dm::sealing {

struct NamedKey {
  std::string name;
  Key key;
};

class KeyRing {
 public:
  // Errors as ReadKeyFile.
  static StatusOr<std::shared_ptr<KeyRing>> Open(const std::string& path);

  // What new case keys are wrapped with.
  NamedKey Current();
  // FailedPrecondition SEALING_KEY_MISSING.
  StatusOr<Key> Find(const std::string& name);
  std::vector<std::string> Names();
  // What came of the last look at the file.
  Status last_look();

 private:
  KeyRing(std::string path, KeyFile file);

  void LookAgain() DM_REQUIRES(mutex_);

  const std::string path_;
  Mutex mutex_;
  KeyFile file_ DM_GUARDED_BY(mutex_);
  struct stat seen_ DM_GUARDED_BY(mutex_) = {};
  std::chrono::steady_clock::time_point looked_at_ DM_GUARDED_BY(mutex_);
  Status last_look_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sealing
