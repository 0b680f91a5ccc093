// Calculate: facts by name into a Program's places, one run, and the answer told step by step.
#pragma once

#include "worker/core/status.h"
#include "worker/policy/calculated.h"
#include "worker/policy/engine/program.h"
#include "worker/policy/policy_data.h"

namespace dm::policy {

StatusOr<Calculated> CalculateProgram(const Program& program,
                                      const PolicyData& data,
                                      const CalcFacts& facts,
                                      Date on);

}  // namespace dm::policy
