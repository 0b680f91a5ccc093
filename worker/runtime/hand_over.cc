#include "worker/runtime/hand_over.h"

#include <utility>

#include "worker/escalation/effect_item.h"

namespace dm {

std::function<Status(const StoredEffect&, const Delivery&)> HandOverTo(Store& store,
                                                                       const Clock& clock,
                                                                       std::string worker) {
  return [&store, &clock, worker = std::move(worker)](const StoredEffect& stored,
                                                      const Delivery& delivery) {
    return escalation::PutEffectOnDesk(store,
                                       {.id = stored.effect.id,
                                        .kind = stored.effect.kind,
                                        .case_id = stored.effect.case_id,
                                        .refused = delivery.outcome == DeliveryOutcome::kRefused,
                                        .code = delivery.error_code},
                                       worker,
                                       clock.Now());
  };
}

}  // namespace dm
