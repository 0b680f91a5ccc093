// A cell as one text, for a field of a CSV file and for reading: "-", "7", "1..2", "a|b",
// "not a|b". A value that holds "|" or a backslash, or begins with "not ", has a backslash before
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "worker/policy/yaml_tree.h"

namespace dm::publish {

struct CellWords {
  bool any = true;
  bool negated = false;
  std::vector<std::string> parts;  // values and ranges as in the file

  friend bool operator==(const CellWords&, const CellWords&) = default;
};

// Null `node`: the column is absent, which means any.
CellWords CellOf(const policy::YamlNode* node);
std::string EncodeCell(const CellWords& cell);
CellWords DecodeCell(std::string_view text);

}  // namespace dm::publish
