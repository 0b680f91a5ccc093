// Loads and checks policies/ into one immutable PolicySet. Every rule of docs/policies.md that is
// broken is an error with file, line and remedy; all errors of a load are reported together.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "worker/core/status.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/policy_set.h"

namespace dm {

struct PolicyLoad {
  std::shared_ptr<const PolicySet> set;  // null when there are errors
  std::vector<PolicyError> errors;       // by file, then line
};

// Whether a set with a manifest that says draft is judged as it stands, where nothing of it is
// approved, or as it would be once all of it is. Only tools that try rules ask for the second.
enum class DraftUse { kAsItStands, kAsIfApproved };

// `root` is the policies folder, `municipality` a folder name under root/municipality. Reads files;
// the only I/O of worker/policy.
PolicyLoad LoadPolicies(const std::string& root,
                        const std::string& municipality,
                        DraftUse draft = DraftUse::kAsItStands);

// The same from PolicySet::content() of an earlier load: the set that a stored decision was made
// with. Does no I/O.
PolicyLoad LoadPolicyContent(const std::string& content);

}  // namespace dm
