#include "worker/runtime/refused_effects.h"

#include "worker/escalation/effect_item.h"

namespace dm {
namespace {

constexpr int kPage = 100;

bool WaitsWithNobody(const CaseRecord& record) {
  if (record.state != CaseState::kDecided && !IsTerminal(record.state)) return false;
  return !record.escalation || (record.escalation->state != EscalationState::kOpen &&
                                record.escalation->state != EscalationState::kClaimed);
}

StatusOr<int> Look(Store& store, const Clock& clock, const std::string& worker) {
  // Beside those that are looked at all the time.
  DM_RETURN_IF_ERROR(
      escalation::EndItemsOfEndedCases(store, worker, clock.Now(), escalation::EffectItems::kAll)
          .status());
  int put = 0;
  PageRequest page{.limit = kPage, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<StoredEffect> refused,
                        store.ListEffects(EffectState::kRefused, std::nullopt, page));
    for (const StoredEffect& stored : refused.items) {
      DM_ASSIGN_OR_RETURN(const CaseRecord record, store.GetCase(stored.effect.case_id));
      if (!WaitsWithNobody(record)) continue;
      DM_RETURN_IF_ERROR(escalation::PutEffectOnDesk(store,
                                                     {.id = stored.effect.id,
                                                      .kind = stored.effect.kind,
                                                      .case_id = stored.effect.case_id,
                                                      .refused = true,
                                                      .code = stored.last_error},
                                                     worker,
                                                     clock.Now()));
      ++put;
    }
    page.after = refused.next;
  } while (!page.after.empty());
  return put;
}

}  // namespace

int PutRefusedOnDesk(Store& store, const Clock& clock, Log& log, const std::string& worker) {
  const StatusOr<int> put = Look(store, clock, worker);
  if (!put.ok()) {
    log.Write(LogLevel::kWarning,
              "refused_effects_not_looked_at",
              {{"reason", DetailOf(put.status()).reason}});
    return 0;
  }
  if (*put > 0) log.Write(LogLevel::kInfo, "refused_effects_put_on_desk", {{"count", *put}});
  return *put;
}

}  // namespace dm
