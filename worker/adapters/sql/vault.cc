#include "worker/adapters/sql/vault.h"

namespace dm::sql {
namespace {

// Some megabytes; more cases than are worked on at the same time.
constexpr std::size_t kKeptMax = 8'192;
constexpr std::chrono::minutes kAgeMax{10};

}  // namespace

void Vault::BeginWith(const std::string& server) {
  const MutexLock lock(mutex_);
  if (server == server_) return;
  server_ = server;
  by_owner_.clear();
  kept_.clear();
}

DataKey Vault::Find(const std::string& owner, const std::string& server) {
  const MutexLock lock(mutex_);
  if (server != server_) return nullptr;
  const auto found = by_owner_.find(owner);
  if (found == by_owner_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found->second);
  return found->second->key;
}

void Vault::Keep(const std::string& owner, DataKey key, const std::string& server) {
  const MutexLock lock(mutex_);
  if (server != server_ || by_owner_.contains(owner)) return;
  kept_.push_front(
      {.owner = owner, .key = std::move(key), .kept_at = std::chrono::steady_clock::now()});
  by_owner_.emplace(owner, kept_.begin());
  if (kept_.size() <= kKeptMax) return;
  by_owner_.erase(kept_.back().owner);
  kept_.pop_back();
}

void Vault::Forget(const std::string& owner) {
  const MutexLock lock(mutex_);
  const auto found = by_owner_.find(owner);
  if (found == by_owner_.end()) return;
  kept_.erase(found->second);
  by_owner_.erase(found);
}

void Vault::DropOld() {
  const auto oldest = std::chrono::steady_clock::now() - kAgeMax;
  const MutexLock lock(mutex_);
  for (auto one = kept_.begin(); one != kept_.end();) {
    if (one->kept_at >= oldest) {
      ++one;
      continue;
    }
    by_owner_.erase(one->owner);
    one = kept_.erase(one);
  }
}

}  // namespace dm::sql
