#include "worker/case/control.h"

#include <algorithm>

namespace dm {

const char* SwitchKindCode(SwitchKind kind) {
  switch (kind) {
    case SwitchKind::kGate:
      return "GATE";
    case SwitchKind::kRow:
      return "ROW";
    case SwitchKind::kTypfall:
      return "TYPFALL";
  }
  return "GATE";
}

std::optional<SwitchKind> SwitchKindFromCode(std::string_view code) {
  for (const SwitchKind kind : {SwitchKind::kGate, SwitchKind::kRow, SwitchKind::kTypfall}) {
    if (code == SwitchKindCode(kind)) return kind;
  }
  return std::nullopt;
}

bool IsSwitchedOff(const Control& control, SwitchKind kind, std::string_view name) {
  return std::any_of(control.switched_off.begin(),
                     control.switched_off.end(),
                     [&](const Switch& one) { return one.kind == kind && one.name == name; });
}

}  // namespace dm
