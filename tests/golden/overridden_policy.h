// The shipped policy set, whole or with single values replaced.
#pragma once

#include <memory>
#include <string>

#include "worker/golden/overridden_policy.h"

namespace dm::golden {

// The policies of this repository for an invented municipality; loaded once. Stops the test program
// with every error when they do not load.
std::shared_ptr<const PolicySet> ShippedPolicies(
    const std::string& municipality = "0000-exempelkommun");

}  // namespace dm::golden
