// LoadedSet: a PolicySet over checked PolicyData. Made only by policy_loader.cc.
#pragma once

#include <memory>
#include <string>

#include "worker/policy/policy_data.h"
#include "worker/policy/policy_set.h"

namespace dm::policy {

// `content` is the canonical text of all files; its digest becomes the set's.
std::shared_ptr<const PolicySet> MakeLoadedSet(PolicyData data,
                                               std::string municipality,
                                               std::string content);

// What a loaded set was made of, for tools that list and compare rules; null for any other
// PolicySet. It lives as long as the set.
const PolicyData* DataOf(const PolicySet& set);

}  // namespace dm::policy
