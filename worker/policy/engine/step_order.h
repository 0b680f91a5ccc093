// The order in which a calculation's steps are worked out: each after those whose results it reads.
#pragma once

#include <cstddef>
#include <vector>

#include "worker/policy/engine/calculation.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

// Places in calculation.steps; the file's order where that leaves a choice. Empty, and `errors` has
// been told, when steps need each other's results in a circle.
std::vector<std::size_t> StepsInOrder(const Calculation& calculation,
                                      const PolicyData& data,
                                      FileErrors& errors);

}  // namespace dm::policy
