// Where a case goes on the application's own words, when no rule can be asked: the month has no
// rules, or a step failed. The order is that of casework.md 11.
#pragma once

#include <optional>

#include "worker/case/application.h"
#include "worker/case/decision.h"

namespace dm {

struct StatedQueue {
  const char* queue;  // "Q-06"
  AccessClass access;
};

// Violence (also unanswered: whoever may be threatened is not shown around), acute need or a home
// that may be lost, an investigation that a person has opened, an appeal. Nothing where the
// application states none of them. Protected identity comes before all of these and is the
// caller's to see, as registers tell of it too.
std::optional<StatedQueue> QueueOfStated(const Application& application);

}  // namespace dm
