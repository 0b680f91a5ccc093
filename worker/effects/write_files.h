// Delivery by files: one pass over what files carry (docs/integration/effect-files.md). An effect
// stands in one file; it counts as delivered when the file is out, or, where the receiver replies,
// when it has said so.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "worker/effects/attempt.h"
#include "worker/effects/deliver.h"
#include "worker/ports/effect_files.h"

namespace dm::effects {

struct FileSettings {
  std::string municipality;
  int effects_max = 1'000;  // in one file
  // A reply that has not come after this is looked for by a person; it is still read when it comes.
  std::int64_t reply_max_ms = kReplyWaitMs;
};

struct FileTools {
  Store& store;
  EffectFiles& files;
  const Clock& clock;
  Log& log;
  std::function<bool()> stop;
  std::string worker;
  HandOver hand_over = nullptr;
  StoreIsOlder store_is_older = nullptr;
};

// A status when the store or the folder fails; DataLoss where the folder is not as the worker left
// it: nothing more is written until a person has looked.
StatusOr<DeliveryPass> WriteDueFiles(const FileTools& tools, const FileSettings& settings);

// What a file and its reply say of an effect in it.
Delivery SaidOf(const FiledState& state, bool awaits_reply);

// Settles what the receiver has replied to since the last call.
StatusOr<DeliveryPass> TakeReplies(const FileTools& tools);

}  // namespace dm::effects
