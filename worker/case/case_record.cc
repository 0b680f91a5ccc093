#include "worker/case/case_record.h"

#include "worker/core/check.h"

namespace dm {

const char* EscalationStateCode(EscalationState state) {
  switch (state) {
    case EscalationState::kOpen:
      return "OPEN";
    case EscalationState::kClaimed:
      return "CLAIMED";
    case EscalationState::kDecided:
      return "DECIDED";
    case EscalationState::kWithdrawn:
      return "WITHDRAWN";
  }
  DM_CHECK(false && "escalation state outside its enum");
  return "";
}

}  // namespace dm
