// Delivery: one pass over the outbox. At least once, in order within a case; an outcome that is not
// known is asked for before anything is sent again (reliability: ok, refused, unknown). What the
// receiver refuses, and what stays unknown, goes to a person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "worker/case/effect.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/effects/attempt.h"
#include "worker/ports/case_system.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm::effects {

struct DeliverySettings {
  int batch_max = 200;                 // effects in one pass
  std::int64_t first_wait_ms = 1'000;  // doubled at each attempt, with jitter
  std::int64_t wait_max_ms = std::int64_t{15} * 60'000;
  // Effects handed over at the same time, each of another case: those of one case go in order.
  int at_once = 1;
  int unknown_in_a_row_max = 3;  // then the receiver is taken to be away and the pass ends
  // A hand-over is under way for at most this long; a person settles nothing meanwhile.
  std::int64_t hand_over_max_ms = 60'000;
  // So many attempts at one effect, while the receiver answers for others, and a person gets it; it
  // is still asked for. Some three hours.
  int attempts_max = 20;
  // Effects stored before this are asked for before they are sent at all: another process, or this
  // one before it fell, may have handed them over without being able to say so. A payment order is
  // always asked for first: whatever store this is, no order goes out that the receiver has.
  Instant ask_if_stored_before = {};
  EffectKinds kinds = {};  // only these; empty: all
};

using AtOnce = std::function<void(std::size_t times, const std::function<void()>& work)>;

struct DeliveryTools {
  Store& store;
  CaseSystem& case_system;
  const Clock& clock;
  Log& log;
  std::function<std::uint64_t()> random;
  std::function<bool()> stop;  // checked before each effect, by each thread that hands over
  std::string worker;          // id of this worker, for the audit
  // Empty: a refusal shows only where effects are listed.
  HandOver hand_over = nullptr;
  // Empty: the receiver's word is taken as it is.
  StoreIsOlder store_is_older = nullptr;
  // Runs the work so many times at once and waits for all; empty: in threads.
  AtOnce run_at_once = nullptr;
};

struct DeliveryPass {
  int delivered = 0;
  int refused = 0;  // stays so; a person must look
  int unknown = 0;  // tried again later
};

// A status only when the store fails; the case system's failures are outcomes.
StatusOr<DeliveryPass> DeliverDue(const DeliveryTools& tools, const DeliverySettings& settings);

// What the receiver's word means for the effect: one that it says it has with another amount than
// was ordered is refused, AMOUNT_DIFFERS, for a person to see to.
Delivery JudgeReceived(const Effect& effect, Delivery delivery);

}  // namespace dm::effects
