// What publishing needs from a disk: the documents beside a policy set, and a folder to write to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "worker/core/status.h"

namespace dm::publish {

// The README.md files below the policies folder, by their path in it.
std::map<std::string, std::string> DocumentsIn(const std::string& policies);

// Writes path → bytes below `folder`, which is made when it is not there. A file that is there with
// the same bytes is left alone; others of the folder are not touched.
Status WriteFiles(const std::string& folder, const std::map<std::string, std::string>& files);

// The files whose bytes below `folder` differ from these or that are not there, and approved
// documents there that are none of these.
std::vector<std::string> DifferingFiles(const std::string& folder,
                                        const std::map<std::string, std::string>& files);

}  // namespace dm::publish
