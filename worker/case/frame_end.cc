#include "worker/case/frame_end.h"

#include "worker/core/check.h"

namespace dm {

const char* FrameStandingCode(FrameStanding standing) {
  switch (standing) {
    case FrameStanding::kInForce:
      return "in_force";
    case FrameStanding::kNotYet:
      return "not_yet";
    case FrameStanding::kEndedByPerson:
      return "ended_by_person";
    case FrameStanding::kSuperseded:
      return "superseded";
    case FrameStanding::kLapsed:
      return "lapsed";
    case FrameStanding::kHouseholdChanged:
      return "household_changed";
    case FrameStanding::kHousingChanged:
      return "housing_changed";
    case FrameStanding::kBarrierEnded:
      return "barrier_ended";
  }
  DM_CHECK(false && "frame standing outside its enum");
  return "";
}

}  // namespace dm
