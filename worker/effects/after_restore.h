// After a restore from an older backup: the receiver is asked about every effect that is not
// delivered before anything is sent (reliability I25).
#pragma once

#include <functional>
#include <map>
#include <string>

#include "worker/effects/attempt.h"
#include "worker/ports/restore_api.h"

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

// One pass over what it was not asked about yet; ends early where the receiver is away.
StatusOr<RestorePass> AskAfterRestore(const RestoreTools& tools);

// What the receiver has said in a list of its own, for receivers that cannot be asked: nothing is
// asked, and `tools.receiver` may be anyone. An effect that it does not name was never seen. The
// list holds for everything that is not delivered, also where an earlier list did not name it: a
// list that lacked something is mended by the whole one.
StatusOr<RestorePass> NoteReturnedList(const RestoreTools& tools,
                                       const std::map<EffectId, Delivery>& returned);

}  // namespace dm::effects
