// What two typfall together, or two criteria of one, make impossible.
#pragma once

#include <vector>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

// A typfall whose criteria exclude each other; two in force on the same day that demand the same;
// and one that grants where another that only asks for what is missing always matches too.
void AnalyseTypfall(const PolicyData& data,
                    const ParameterValues& parameter_values,
                    std::vector<PolicyError>* errors);

}  // namespace dm::policy
