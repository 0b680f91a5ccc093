// What differs between two policy files as trees, key by key: the ground under the comparison in
// words, so that nothing that differs is left out of what an approver reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/policy/yaml_tree.h"

namespace dm::changes {

struct NodeChange {
  // "versions[2026-01-01].rows[EL-4].value": keys, and entries of lists by what names them.
  std::string path;
  std::optional<std::string> before;  // nothing: it did not stand there
  std::optional<std::string> after;
  std::vector<std::string> order;  // entries of a list that stand elsewhere in it, a line each
};

// Nothing when the two say the same. The order of a map's keys is no difference. A file that is not
// there is an empty root.
std::vector<NodeChange> NodeDiff(const policy::YamlNode& before, const policy::YamlNode& after);

// True when they are the same to the last key and its place.
bool IsSame(const policy::YamlNode& before, const policy::YamlNode& after);

}  // namespace dm::changes
