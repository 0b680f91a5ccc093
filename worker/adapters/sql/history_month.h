// One month of a household's history out of what was decided: enough to recompute it under today's
// rules (casework.md G-13).
#pragma once

#include <optional>

#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/decision.h"
#include "worker/case/history.h"

namespace dm::sql {

// `decision` is the last version of the month, `assessment` the one that it was made on. Names of
// persons are left out.
HistoryMonth ToHistoryMonth(const Decision& decision,
                            const Application& application,
                            const std::optional<Assessment>& assessment);

}  // namespace dm::sql
