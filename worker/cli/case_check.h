// What no case can be, whatever the policies say: what a worker would refuse when the application
// comes, and what contradicts itself in the rest of the file. What is merely unusual is assessed.
#pragma once

#include "worker/case/case_record.h"
#include "worker/core/status.h"

namespace dm::cli {

// The first complaint, as invalid argument with field, limit and remedy.
Status CheckCase(const CaseInput& input);

}  // namespace dm::cli
