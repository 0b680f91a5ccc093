// A letter in the form that a caller wants.
#pragma once

#include "worker/case/effect.h"
#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/ports/decision_api.h"

namespace dm::effects {

// The same bytes for the same letter, form and day. `written_on` stands in the PDF's properties.
StatusOr<LetterFile> LetterFileOf(const Letter& letter, LetterForm form, Date written_on);

}  // namespace dm::effects
