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

}  // namespace dm
