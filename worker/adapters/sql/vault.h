// Vault: the data keys of one open store. Each case has one, and each household one for its frames;
// a data key stands in data_keys, wrapped with a key of the key file. What was unwrapped is kept,
// up to a bound. Thread-safe.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "worker/core/mutex.h"
#include "worker/sealing/key_ring.h"

namespace dm::sql {

using DataKey = std::shared_ptr<const sealing::Key>;

class Vault {
 public:
  explicit Vault(std::shared_ptr<sealing::KeyRing> ring) : ring_(std::move(ring)) {}

  sealing::KeyRing& ring() { return *ring_; }

  // Of a case, when it is kept.
  DataKey Find(const std::string& owner);
  // `key` is one that a commit has made durable.
  void Keep(const std::string& owner, DataKey key);
  void Forget(const std::string& owner);

 private:
  struct Kept {
    std::string owner;
    DataKey key;
  };

  const std::shared_ptr<sealing::KeyRing> ring_;
  Mutex mutex_;
  // The one that was used last stands first.
  std::list<Kept> kept_ DM_GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::list<Kept>::iterator> by_owner_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sql
