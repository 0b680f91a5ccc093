// The part of StoreImpl that speaks with who waits, in this process and in others.
#include <utility>

#include "worker/adapters/sql/data_keys.h"
#include "worker/adapters/sql/hints.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/adapters/sql/store_impl.h"

namespace dm::sql {

StoreImpl::StoreImpl(std::string municipality,
                     std::unique_ptr<Engine> engine,
                     std::string effect_key,
                     std::shared_ptr<Vault> vault)
    : municipality_(std::move(municipality)),
      effect_key_(std::move(effect_key)),
      vault_(std::move(vault)),
      engine_(std::move(engine)) {
  engine_->OnTold([this](const std::string& text) { Heard(text); });
}

StoreImpl::~StoreImpl() {
  engine_.reset();
}

Status StoreImpl::CheckKeyFile() {
  return vault_ == nullptr ? OkStatus() : vault_->ring().last_look();
}

StatusOr<int> StoreImpl::RewrapDataKeys(const std::string& worker, int limit, Instant now) {
  if (vault_ == nullptr) return 0;
  // Nearly always there is nothing to do: a look is no write.
  DM_ASSIGN_OR_RETURN(const bool any,
                      Read([](Database& database) { return AnyToRewrap(database); }));
  if (!any) return 0;
  return Write(
      [&](Database& database) { return dm::sql::RewrapDataKeys(database, worker, limit, now); });
}

void StoreImpl::OnHint(std::function<void(const EscalationHint&)> listener) {
  const MutexLock lock(mutex_);
  desk_ = std::move(listener);
}

void StoreImpl::OnWork(std::function<void()> wake) {
  const MutexLock lock(mutex_);
  work_ = std::move(wake);
}

// Held while the listener runs, so that one that is taken away is not called any more.
void StoreImpl::CallDesk(const EscalationHint& hint) {
  const MutexLock lock(mutex_);
  if (desk_) desk_(hint);
}

void StoreImpl::CallWork() {
  const MutexLock lock(mutex_);
  if (work_) work_();
}

void StoreImpl::Tell(const std::vector<EscalationHint>& hints) {
  for (const EscalationHint& hint : hints) {
    CallDesk(hint);
    engine_->Tell(HintText(hint));
  }
}

void StoreImpl::TellWork() {
  CallWork();
  engine_->Tell(kWorkHint);
}

void StoreImpl::Heard(const std::string& text) {
  // Whatever was lost, the next look at the queue finds it.
  if (text.empty() || text == kWorkHint) return CallWork();
  if (const std::optional<std::string> erased = ReadForget(text)) {
    if (vault_ != nullptr) vault_->Forget(Owner::OfCase(*erased).text());
    return;
  }
  const std::optional<EscalationHint> hint = ReadHint(text);
  if (hint) CallDesk(*hint);
}

}  // namespace dm::sql
