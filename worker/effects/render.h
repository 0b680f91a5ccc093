// Mustache for letters: nothing is escaped, because no HTML is made here; a template that does not
// parse is an error. The names that a letter may use are listed in docs/policies.md and checked
// when the policy set is loaded.
//
// A template's own lines say what each part is: "# " and "## " begin a heading, "- " an item of a
// list, and "|" parts a line of the calculation into text, amount and note. Words of a case are put
// in as text and cannot make parts; characters that control the direction of text are taken out.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/effect.h"
#include "worker/core/status.h"

namespace dm::effects {

using Words = std::map<std::string, std::string>;

// The values of a letter: words, flags that open a section, and lists whose entries are words.
struct LetterModel {
  Words words;
  std::map<std::string, bool> flags;
  std::map<std::string, std::vector<Words>> lists;
};

struct RenderedLetter {
  std::string text;  // plain, without the marks of parts
  std::vector<LetterBlock> blocks;
};

// FailedPrecondition LETTER_INVALID when the template does not parse. Deterministic.
StatusOr<RenderedLetter> RenderLetter(const std::string& mustache, const LetterModel& model);

// The text alone.
StatusOr<std::string> Render(const std::string& mustache, const LetterModel& model);

// Without control characters (line breaks and tabs stay) and without those that turn the direction
// of text.
std::string PlainWord(std::string_view word);

}  // namespace dm::effects
