// Mustache for plain text: nothing is escaped, because no HTML is made; a template that does not
// parse is an error. The names that a letter may use are listed in docs/policies.md and checked
// when the policy set is loaded.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/status.h"

namespace dm::effects {

using Words = std::map<std::string, std::string>;

// The values of a letter: words, flags that open a section, and lists whose entries are words.
struct LetterModel {
  Words words;
  std::map<std::string, bool> flags;
  std::map<std::string, std::vector<Words>> lists;
};

// FailedPrecondition LETTER_INVALID when the template does not parse. Deterministic.
StatusOr<std::string> Render(const std::string& mustache, const LetterModel& model);

}  // namespace dm::effects
