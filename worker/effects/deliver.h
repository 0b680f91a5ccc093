// Delivery: one pass over the outbox. At least once, in order within a case; an outcome that is not
// known is asked for before anything is sent again (reliability: ok, refused, unknown).
#pragma once

#include <cstdint>
#include <functional>

#include "worker/case/effect.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/case_system.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm::effects {

struct DeliverySettings {
  int batch_max = 200;                 // effects in one pass
  std::int64_t first_wait_ms = 1'000;  // doubled at each attempt, with jitter
  std::int64_t wait_max_ms = std::int64_t{15} * 60'000;
  int unknown_in_a_row_max = 3;  // then the receiver is taken to be away and the pass ends
};

struct DeliveryTools {
  Store& store;
  CaseSystem& case_system;
  const Clock& clock;
  Log& log;
  std::function<std::uint64_t()> random;
  std::function<bool()> stop;  // checked before each effect
  std::string worker;          // id of this worker, for the audit
};

struct DeliveryPass {
  int delivered = 0;
  int refused = 0;  // stays so; a person must look
  int unknown = 0;  // tried again later
};

// A status only when the store fails; the case system's failures are outcomes.
StatusOr<DeliveryPass> DeliverDue(const DeliveryTools& tools, const DeliverySettings& settings);

}  // namespace dm::effects
