// Children: no decision of any kind without a record per child (casework.md 17).
#pragma once

#include <optional>
#include <vector>

#include "worker/case/application.h"
#include "worker/case/frame.h"
#include "worker/case/human_decision.h"
#include "worker/core/date.h"
#include "worker/core/status.h"

namespace dm::escalation {

enum class Analysis {
  kReused,  // a record in force is enough: full approval, write-off
  kNew,     // made for this application: any refusal or part refusal
};

// FailedPrecondition CHILD_RECORD_MISSING unless `frame` has, for each child of the application, a
// record that is in force on `decided_on`; with kNew, one reviewed on or after the day of receipt,
// or an analysis made in the case. The records of a frame that a person has ended are void.
Status CheckChildRecords(const Application& application,
                         const std::optional<Frame>& frame,
                         Date decided_on,
                         Analysis analysis,
                         const std::vector<ChildAnalysis>& analyses = {});

// Invalid argument names the field of `analysis` that is missing or no child of the application.
Status CheckChildAnalysis(const Application& application, const ChildAnalysis& analysis);

}  // namespace dm::escalation
