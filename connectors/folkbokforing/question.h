// The question about one person: checked first, then written as the contract's JSON (README.md).
#pragma once

#include <string>

#include "connectors/folkbokforing/answer.h"
#include "worker/core/instant.h"
#include "worker/ports/evidence_source.h"

namespace dm::folk {

// Invalid argument with reason FOLKBOKFORING_QUESTION, naming the field. A question that passes
// asks for FOLK alone, once.
StatusOr<Asked> CheckQuestion(const EvidenceQuestion& question);

enum class Person { kWhole, kMasked };

// The body to post; masked ("19900101****") for people to read. `question` has been checked.
std::string WriteQuestion(const EvidenceQuestion& question,
                          const std::string& organisation_number,
                          Instant now,
                          Person person);

}  // namespace dm::folk
