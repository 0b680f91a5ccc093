// The part of StoreImpl that is DeliveryStore.
#include "worker/adapters/sql/delivery_rows.h"
#include "worker/adapters/sql/effect_rows.h"
#include "worker/adapters/sql/store_impl.h"
#include "worker/adapters/sql/take_over.h"

namespace dm::sql {

StatusOr<std::vector<StoredEffect>> StoreImpl::DueEffectsOf(const EffectKinds& kinds,
                                                            Instant now,
                                                            int limit) {
  return Read([&](Database& database) { return DueEffectRows(database, kinds, now, limit); });
}

StatusOr<std::optional<std::string>> StoreImpl::FindMark(const std::string& name) {
  return Read([&](Database& database) { return ReadMark(database, name); });
}

Status StoreImpl::SetMark(const std::string& name,
                          const std::string& value,
                          const AuditEvent& audit,
                          Instant now) {
  return engine_->Write(
      [&](Database& database) { return PutMark(database, name, value, audit, now); });
}

StatusOr<std::optional<Restore>> StoreImpl::FindRestore() {
  return Read([](Database& database) { return ReadRestore(database); });
}

StatusOr<bool> StoreImpl::TookOverLately(Instant now) {
  return Read([&](Database& database) { return dm::sql::TookOverLately(database, now); });
}

Status StoreImpl::DeclareRestore(const Restore& restore, const AuditEvent& audit, Instant now) {
  return engine_->Write(
      [&](Database& database) { return PutRestore(database, restore, audit, now); });
}

StatusOr<int> StoreImpl::CountUnasked() {
  return Read([](Database& database) { return CountUnaskedEffects(database); });
}

Status StoreImpl::EndRestore(const std::string& request_id, const AuditEvent& audit, Instant now) {
  return engine_->Write(
      [&](Database& database) { return RemoveRestore(database, request_id, audit, now); });
}

}  // namespace dm::sql
