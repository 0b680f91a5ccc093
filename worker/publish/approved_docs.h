// The rules told in Swedish sentences, one row a line, as Markdown that is kept beside them:
// whoever approves a change reads its difference in words. Free of dates of today and of versions,
// so that a document changes only when its rules do.
#pragma once

#include <map>
#include <string>

#include "worker/policy/policy_files.h"

namespace dm::publish {

// Path below the policies folder → text: "docs/tables/deductions.approved.md" for the national
// files, "municipality/<name>/docs/parameters/levels.approved.md" for the municipality's.
std::map<std::string, std::string> ApprovedDocs(const policy::PolicyFiles& files);

}  // namespace dm::publish
