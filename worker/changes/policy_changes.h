// What changed between two policy sets: everything that differs, by section, in Swedish.
#pragma once

#include <string>
#include <vector>

#include "worker/changes/change.h"
#include "worker/policy/policy_set.h"

namespace dm::changes {

// In the order of the sections, then as the rules are listed. Both sets are loaded sets.
std::vector<Change> ChangesBetween(const PolicySet& before, const PolicySet& after);

// As lines for a terminal, with a heading for each section.
std::string AsText(const std::vector<Change>& changes);

// As one page without anything from elsewhere. `before` and `after` are what the sets are called.
std::string AsHtml(const std::vector<Change>& changes,
                   const std::string& before,
                   const std::string& after);

}  // namespace dm::changes
