// After a restore from an older backup: the receiver is asked about every effect that is not
// delivered before anything is sent (reliability I25).
#pragma once

#include <functional>
#include <string>

#include "worker/effects/attempt.h"

namespace dm::effects {

struct RestoreTools {
  Store& store;
  CaseSystem& receiver;
  const Clock& clock;
  Log& log;
  std::function<bool()> stop;
  std::string worker;
  HandOver hand_over = nullptr;
};

struct RestorePass {
  int has = 0;         // the receiver has it: it counts as delivered
  int refused = 0;     // the receiver has refused it, or has another amount: a person has it
  int never_seen = 0;  // it is sent when the restore is over
  int cannot_say = 0;  // asked again
};

// One pass over what it was not asked about yet; ends early where the receiver is away.
StatusOr<RestorePass> AskAfterRestore(const RestoreTools& tools);

// What is known of one effect, stored: by asking, or from a list that the receiver has returned.
// `said`: nothing where it has never seen it.
Status NoteAfterRestore(const RestoreTools& tools,
                        const StoredEffect& stored,
                        const std::optional<Delivery>& said,
                        RestorePass* pass);

}  // namespace dm::effects
