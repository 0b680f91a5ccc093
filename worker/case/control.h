// Control: what people have told the worker to do and not to do: the pause, the mode of each
// typfall, what is switched off; and the typfall that a serious error holds back.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/decision.h"
#include "worker/core/id.h"
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

enum class SwitchKind { kGate, kRow, kTypfall };
const char* SwitchKindCode(SwitchKind kind);  // "GATE", "ROW", "TYPFALL"
// The kind with that code; nothing for any other text.
std::optional<SwitchKind> SwitchKindFromCode(std::string_view code);

// Something that a person has switched off: the cases that need it go to a person.
struct Switch {
  SwitchKind kind = SwitchKind::kGate;
  std::string name;  // "G-07", "cost.boende", "TF-02"
  std::string actor;
  std::string reason;
  Instant set_at;
};

// A typfall that a serious error has set to propose, until a person has analysed the error and
// releases it. The machine only ever lowers.
struct Demotion {
  std::string typfall;
  Instant at;
  std::string cause;  // "REVIEW", "COMPARISON"
  CaseId case_id;
  std::string released_by;
  std::string release_reason;
  std::optional<Instant> released_at;
};

struct Control {
  std::int64_t version = 0;  // rises with every change; an automatic decision commits only under
                             // the version it was made with
  bool paused = false;
  std::string paused_by;
  std::string pause_reason;
  std::map<std::string, ModeOverride> modes;  // by typfall
  std::vector<Switch> switched_off;           // by kind, then name
  std::map<std::string, Demotion> demoted;    // by typfall: those that are not released
};

bool IsSwitchedOff(const Control& control, SwitchKind kind, std::string_view name);

}  // namespace dm
