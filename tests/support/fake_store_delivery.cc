// The part of FakeStore that is DeliveryStore.
#include <algorithm>
#include <map>

#include "tests/support/fake_store.h"

namespace dm::testing {
namespace {

bool IsOpen(const StoredEffect& effect) {
  return effect.state == EffectState::kPending || effect.state == EffectState::kSent;
}

}  // namespace

StatusOr<std::vector<StoredEffect>> FakeStore::DueEffectsOf(const EffectKinds& kinds,
                                                            Instant now,
                                                            int limit) {
  const MutexLock lock(mutex_);
  std::map<CaseId, const StoredEffect*> first;  // the one that holds up the rest of its case
  for (const StoredEffect& effect : effects_) {
    if (effect.state == EffectState::kDelivered) continue;
    const StoredEffect*& held = first[effect.effect.case_id];
    if (held == nullptr || effect.effect.order < held->effect.order) held = &effect;
  }
  std::vector<StoredEffect> due;
  for (const auto& [id, effect] : first) {
    const bool wanted =
        kinds.empty() || std::ranges::find(kinds, effect->effect.kind) != kinds.end();
    if (wanted && effect->state != EffectState::kRefused && effect->next_attempt_at <= now &&
        static_cast<int>(due.size()) < limit)
      due.push_back(*effect);
  }
  return due;
}

StatusOr<std::optional<std::string>> FakeStore::FindMark(const std::string& name) {
  const MutexLock lock(mutex_);
  const auto found = marks_.find(name);
  return found == marks_.end() ? std::nullopt : std::optional<std::string>(found->second);
}

Status FakeStore::SetMark(const std::string& name,
                          const std::string& value,
                          const AuditEvent& audit,
                          Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  marks_[name] = value;
  Append(audit, now);
  return OkStatus();
}

StatusOr<std::optional<Restore>> FakeStore::FindRestore() {
  const MutexLock lock(mutex_);
  return restore_;
}

Status FakeStore::DeclareRestore(const Restore& restore, const AuditEvent& audit, Instant now) {
  const MutexLock lock(mutex_);
  restore_ = restore;
  ++control_.version;
  for (StoredEffect& effect : effects_)
    if (IsOpen(effect)) effect.last_error.clear();
  Append(audit, now);
  return OkStatus();
}

StatusOr<int> FakeStore::CountUnasked() {
  const MutexLock lock(mutex_);
  return static_cast<int>(std::ranges::count_if(effects_, [](const StoredEffect& effect) {
    return IsOpen(effect) && effect.last_error != kRestoreAsked;
  }));
}

Status FakeStore::EndRestore(const std::string& request_id, const AuditEvent& audit, Instant now) {
  DM_ASSIGN_OR_RETURN(const int left, CountUnasked());
  const MutexLock lock(mutex_);
  const auto earlier = requests_.find(request_id);
  if (earlier != requests_.end() && earlier->second.method == audit.action) return OkStatus();
  if (!restore_) return NoRestore();
  if (left > 0) return RestoreNotReconciled(left);
  restore_.reset();
  marks_[kRestoreEndedMark] = std::to_string(now.unix_ms());
  for (StoredEffect& effect : effects_)
    if (IsOpen(effect)) effect.next_attempt_at = now;
  Remember(request_id, audit, "restore");
  Append(audit, now);
  return OkStatus();
}

}  // namespace dm::testing
