// A letter as a tagged PDF on A4 (headings, paragraphs, lists and tables for who listens to it),
// with its language and title. The same bytes for the same letter and day.
#pragma once

#include <string>

#include "worker/case/effect.h"
#include "worker/core/date.h"
#include "worker/core/status.h"

namespace dm::effects {

// Internal LETTER_PDF when the library refuses. `written_on` is the document's date.
StatusOr<std::string> LetterPdf(const Letter& letter, Date written_on);

}  // namespace dm::effects
