// The staff list's file: YAML, read whole, checked whole, every error with line and remedy.
// docs/operating/configuration.md describes it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "worker/case/staff.h"
#include "worker/config/config.h"

namespace dm {

struct StaffLoad {
  std::shared_ptr<const StaffDirectory> staff;  // null when there are errors
  std::vector<ConfigError> errors;
};

// An empty path: no list, and nobody is refused.
StaffLoad LoadStaff(const std::string& path);

// Skills for queues that the policies do not know, as `known` says; a list loads without this
// check, since policies change on their own.
std::vector<ConfigError> CheckStaffQueues(const StaffDirectory& staff,
                                          const std::vector<std::string>& known);

}  // namespace dm
