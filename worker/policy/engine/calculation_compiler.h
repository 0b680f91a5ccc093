// Compiles a Calculation to a Program: places for every fact and result, steps in an order in which
// each finds what it needs, a bound on the work, and the windows of days.
#pragma once

#include <memory>
#include <vector>

#include "worker/policy/engine/program.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

// Nothing when the calculation breaks a rule; `errors` has been told. Its words are interned in
// data.words; its windows come from MakeWindows.
std::optional<Program> CompileCalculation(const Calculation& calculation,
                                          PolicyData& data,
                                          std::vector<PolicyError>* errors);

}  // namespace dm::policy
