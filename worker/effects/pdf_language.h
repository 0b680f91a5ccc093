// The language of a PDF and the wish to show its title, which the drawing library cannot state:
// added behind the file as an update of its catalogue.
#pragma once

#include <string>

#include "worker/core/status.h"

namespace dm::effects {

// Internal LETTER_PDF for a file whose catalogue is not where it should be.
StatusOr<std::string> WithLanguage(std::string pdf, const std::string& language);

}  // namespace dm::effects
