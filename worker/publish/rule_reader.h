// The parameters and decision tables of one policy file, as PolicyBook keeps them.
#pragma once

#include <string>
#include <vector>

#include "worker/publish/policy_book.h"

namespace dm::publish {

// Empty for a file of another kind. `book` gives facts, and files for rows_file.
std::vector<BookRule> RulesOf(const std::string& path,
                              const policy::YamlNode& root,
                              const PolicyBook& book);

}  // namespace dm::publish
