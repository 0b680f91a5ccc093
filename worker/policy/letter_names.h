// The placeholders that a letter may use: a closed list, so that a misspelt name is an error at
// load and never an empty place in a letter. docs/policies.md explains each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dm::policy {

struct LetterName {
  std::string_view name;
  bool section = false;                // may open a section ({{#name}} or {{^name}})
  bool value = true;                   // may stand as a value ({{name}})
  std::vector<std::string_view> rows;  // names inside the section's rows
};

const std::vector<LetterName>& LetterNames();

// True when `name` may stand inside the sections `open`, outermost first.
bool IsLetterName(std::string_view name, bool section, const std::vector<std::string>& open);

}  // namespace dm::policy
