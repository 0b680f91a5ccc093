// What every way out does with the outcome of an attempt: store it with its audit record, tell the
// log, give it to a person.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/case_system.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm::effects {

// Gives the effect to a person, with what was said of it; does nothing the second time.
using HandOver = std::function<Status(const StoredEffect&, const Delivery&)>;
// Told when the receiver has a payment order that this store has never handed over: it is older
// than what was sent (reliability I25). The pass ends, and nothing of it is marked.
using StoreIsOlder = std::function<Status(const StoredEffect&)>;

class Attempts {
 public:
  // All of it outlives this.
  Attempts(Store& store,
           const Clock& clock,
           Log& log,
           const std::string& worker,
           const HandOver& hand_over)
      : store_(store), clock_(clock), log_(log), worker_(worker), hand_over_(hand_over) {}

  // FailedPrecondition EFFECT_SETTLED where it was acknowledged, or a person has seen to it, since
  // it was read.
  Status Mark(const StoredEffect& stored,
              EffectState state,
              const Delivery& delivery,
              std::int64_t wait_ms) const;

  // The person has it before the store says that it is refused: a crash between the two leads to
  // the same refusal again, and not to one that nobody sees.
  Status Refuse(const StoredEffect& stored, const Delivery& delivery) const;

  Status GiveToAPerson(const StoredEffect& stored, const Delivery& delivery) const;

  void Tell(LogLevel level,
            const char* event,
            const StoredEffect& stored,
            const Delivery& delivery) const;

  // A payment order is on its way. After its payment day it is the receiver's to pay at once or to
  // refuse: the log tells of it, once an attempt.
  void TellIfLate(const StoredEffect& stored) const;

 private:
  Store& store_;
  const Clock& clock_;
  Log& log_;
  const std::string& worker_;
  const HandOver& hand_over_;
};

bool IsSettledMeanwhile(const Status& marked);

// An outcome that is not known, with why.
Delivery Unknown(const char* code);

}  // namespace dm::effects
