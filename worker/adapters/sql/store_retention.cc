// The part of StoreImpl that is RetentionStore.
#include <algorithm>

#include "worker/adapters/sql/hints.h"
#include "worker/adapters/sql/hold_rows.h"
#include "worker/adapters/sql/retention_rows.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/adapters/sql/store_impl.h"

namespace dm::sql {

StatusOr<std::vector<HouseholdId>> StoreImpl::FilesBefore(Instant before,
                                                          const std::string& after,
                                                          int limit) {
  return Read([&](Database& database) { return sql::FilesBefore(database, before, after, limit); });
}

StatusOr<HouseholdFile> StoreImpl::ReadFile(const HouseholdId& household) {
  return Read([&](Database& database) { return sql::ReadFile(database, household); });
}

StatusOr<Erasure> StoreImpl::EraseFile(const FileErasure& erasure, Instant now) {
  DM_ASSIGN_OR_RETURN(const Erasure done, Write([&](Database& database) {
                        return sql::EraseFile(database, erasure, now);
                      }));
  if (vault_ == nullptr) return done;
  // Others hear of it at once where they hear at all, and drop what is old besides.
  for (const CaseId& id : erasure.file.cases) {
    vault_->Forget(Owner::OfCase(id.value()).text());
    engine_->Tell(ForgetText(id.value()));
  }
  return done;
}

StatusOr<int> StoreImpl::ForgetRequests(Instant before, int limit) {
  return Write([&](Database& database) { return sql::ForgetRequests(database, before, limit); });
}

Status StoreImpl::CutLog() {
  return engine_->CutLog();
}

StatusOr<Page<Erasure>> StoreImpl::ListErasures(Instant from,
                                                Instant before,
                                                const PageRequest& page) {
  return Read([&](Database& database) { return sql::ListErasures(database, from, before, page); });
}

StatusOr<Hold> StoreImpl::PlaceHold(const Hold& hold,
                                    const std::string& request_id,
                                    const AuditEvent& audit,
                                    Instant now) {
  return Write([&](Database& database) { return PutHold(database, hold, request_id, audit, now); });
}

StatusOr<Hold> StoreImpl::ReleaseHold(const std::string& id,
                                      const std::string& request_id,
                                      const AuditEvent& audit,
                                      Instant now) {
  return Write([&](Database& database) { return EndHold(database, id, request_id, audit, now); });
}

StatusOr<Hold> StoreImpl::GetHold(const std::string& id) {
  return Read([&](Database& database) { return ReadHold(database, id); });
}

StatusOr<Page<Hold>> StoreImpl::ListHolds(bool released, const PageRequest& page) {
  return Read([&](Database& database) { return ListHoldRows(database, released, page); });
}

}  // namespace dm::sql
