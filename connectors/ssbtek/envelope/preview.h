// The question as a person can read it before anyone sends it.
#pragma once

#include <string>

#include "connectors/ssbtek/envelope/plan.h"
#include "worker/core/instant.h"

namespace dm::ssbtek {

// WriteQuestion's message, one element a line and indented, with two changes. The personal number
// is masked wherever it stands ("19900101****"), in free text and in a case id too. Inside
// lefiJsonFraga a comment shows the JSON, masked, in place of the base64 that would be sent.
std::string PreviewQuestion(const Options& options,
                            const EvidenceQuestion& question,
                            const Plan& plan,
                            Instant now);

}  // namespace dm::ssbtek
