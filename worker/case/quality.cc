#include "worker/case/quality.h"

namespace dm {

const char* ReviewStateCode(ReviewState state) {
  switch (state) {
    case ReviewState::kOpen:
      return "OPEN";
    case ReviewState::kStarted:
      return "STARTED";
    case ReviewState::kSubmitted:
      return "SUBMITTED";
    case ReviewState::kCompleted:
      return "COMPLETED";
  }
  return "OPEN";
}

}  // namespace dm
