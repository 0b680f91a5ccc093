// The Swedish words of letters and journal notes that are the program's own: names of outcomes and
// agencies, dates as people write them.
#pragma once

#include <string>

#include "worker/case/evidence.h"
#include "worker/case/history.h"
#include "worker/core/date.h"

namespace dm::effects {

// "bifall", "delvis bifall", …; the outcome has been decided, so kNone is a broken assumption.
const char* OutcomeWord(Outcome outcome);

}  // namespace dm::effects
