// Vault: the data keys of one open store. Each case has one, and each household one for its frames;
// a data key stands in data_keys, wrapped with a key of the key file. What was unwrapped is kept,
// up to a bound and for ten minutes, so that the key of a case that another process has erased is
// soon gone here too. Thread-safe.
#pragma once

#include <chrono>
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

  // From now on the keys are those of `server`, as Database::server. What another one said is
  // forgotten: a standby that took over may lack a case, and give its number to another one.
  void BeginWith(const std::string& server);

  // Of a case, when it is kept. Nothing for a connection that speaks with another server.
  DataKey Find(const std::string& owner, const std::string& server);
  // `key` is one that a commit of `server` has made durable.
  void Keep(const std::string& owner, DataKey key, const std::string& server);
  void Forget(const std::string& owner);
  // Drops what has been kept for ten minutes. Called every few seconds.
  void DropOld();

 private:
  struct Kept {
    std::string owner;
    DataKey key;
    std::chrono::steady_clock::time_point kept_at;
  };

  const std::shared_ptr<sealing::KeyRing> ring_;
  Mutex mutex_;
  std::string server_ DM_GUARDED_BY(mutex_);
  // The one that was used last stands first.
  std::list<Kept> kept_ DM_GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::list<Kept>::iterator> by_owner_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sql
