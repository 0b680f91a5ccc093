// A letter as a page of HTML: nothing is fetched, nothing runs, every word is escaped.
#pragma once

#include <string>

#include "worker/case/effect.h"

namespace dm::effects {

// UTF-8, with the language and the subject as title. The same bytes for the same letter.
std::string LetterHtml(const Letter& letter);

}  // namespace dm::effects
