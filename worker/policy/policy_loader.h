// Loads and checks policies/ into one immutable PolicySet. Every rule of docs/policies.md that is broken is an error with file, line
// and remedy; all errors of a load are reported together.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "worker/core/status.h"
#include "worker/policy/policy_set.h"

namespace dm {

struct PolicyError {
  std::string file;  // relative to the policies folder
  int line = 0;      // 1-based; 0 where no line is at fault
  std::string message;
  std::string remedy;

  std::string ToString() const;  // "parameters/x.yaml:12: message; remedy"
};

struct PolicyLoad {
  std::shared_ptr<const PolicySet> set;  // null when there are errors
  std::vector<PolicyError> errors;
};

// `root` is the policies folder, `municipality` a folder name under root/municipality. Reads files; the only I/O of worker/policy.
PolicyLoad LoadPolicies(const std::string& root, const std::string& municipality);

}  // namespace dm
