#include "worker/case/decision.h"

#include "worker/core/check.h"

namespace dm {

const char* ModeCode(Mode mode) {
  switch (mode) {
    case Mode::kOff:
      return "off";
    case Mode::kShadow:
      return "shadow";
    case Mode::kPrepare:
      return "prepare";
    case Mode::kPropose:
      return "propose";
    case Mode::kDecide:
      return "decide";
  }
  DM_CHECK(false && "mode outside its enum");
  return "";
}

std::optional<Mode> ModeFromCode(std::string_view code) {
  for (const Mode mode :
       {Mode::kOff, Mode::kShadow, Mode::kPrepare, Mode::kPropose, Mode::kDecide}) {
    if (code == ModeCode(mode)) return mode;
  }
  return std::nullopt;
}

const char* AccessCode(AccessClass access) {
  switch (access) {
    case AccessClass::kOpen:
      return "open";
    case AccessClass::kRestricted:
      return "restricted";
    case AccessClass::kNamedPersons:
      return "named_persons";
  }
  DM_CHECK(false && "access class outside its enum");
  return "";
}

std::optional<AccessClass> AccessFromCode(std::string_view code) {
  for (const AccessClass access :
       {AccessClass::kOpen, AccessClass::kRestricted, AccessClass::kNamedPersons}) {
    if (code == AccessCode(access)) return access;
  }
  return std::nullopt;
}

}  // namespace dm
