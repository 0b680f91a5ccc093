// The part of StoreImpl that the caseworkers' queues need: QueueStore.
#include <utility>

#include "worker/adapters/sql/consultation_rows.h"
#include "worker/adapters/sql/queue_rows.h"
#include "worker/adapters/sql/store_impl.h"

namespace dm::sql {

StatusOr<std::optional<Escalation>> StoreImpl::ClaimNextEscalation(const NextItem& wanted,
                                                                   Instant now) {
  StatusOr<std::optional<Escalation>> taken =
      Write([&](Database& database) { return ClaimNextRow(database, wanted, now); });
  if (taken.ok() && taken->has_value()) {
    const Escalation& item = **taken;
    Tell({{.kind = HintKind::kChanged,
           .queue = item.routing.queue,
           .escalation = item.id,
           .version = item.version,
           .access = item.routing.access}});
  }
  return taken;
}

StatusOr<Escalation> StoreImpl::RenewEscalation(const EscalationId& id,
                                                const std::string& handler,
                                                Instant claimed_until,
                                                Instant now) {
  return Write([&](Database& database) {
    return RenewEscalationRow(database, id, handler, claimed_until, now);
  });
}

StatusOr<Consultation> StoreImpl::GetConsultation(const ConsultationId& id) {
  return Read([&](Database& database) { return ReadConsultation(database, id); });
}

StatusOr<Page<Consultation>> StoreImpl::ListConsultations(const ConsultationFilter& filter,
                                                          const PageRequest& page) {
  return Read([&](Database& database) { return ListConsultationRows(database, filter, page); });
}

StatusOr<std::vector<LoadCount>> StoreImpl::CountLoad(Counted counted, Instant now) {
  return Read([&](Database& database) { return CountLoadRows(database, counted, now); });
}

StatusOr<std::vector<EscalationId>> StoreImpl::ItemsForMonth(const std::string& queue,
                                                             Month month,
                                                             int limit) {
  return Read([&](Database& database) { return ItemsForMonthOf(database, queue, month, limit); });
}

}  // namespace dm::sql
