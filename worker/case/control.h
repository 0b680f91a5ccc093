// Control: what people have told the worker to do and not to do: the pause and the mode of each
// typfall.
#pragma once

#include <map>
#include <string>

#include "worker/case/decision.h"
#include "worker/core/instant.h"

namespace dm {

// A recorded human act that replaces the mode in the municipality's policy.
struct ModeOverride {
  std::string typfall;
  Mode mode = Mode::kShadow;
  std::string actor;
  std::string reason;
  std::string delegation;  // required for kDecide
  Instant set_at;
};

struct Control {
  std::int64_t version = 0;  // rises with every change; an automatic decision commits only under
                             // the version it was made with
  bool paused = false;
  std::string paused_by;
  std::string pause_reason;
  std::map<std::string, ModeOverride> modes;  // by typfall
};

}  // namespace dm
