// A case that the worker holds, after a step of its own: what reading it again would give. Nobody
// else changes it meanwhile: a person's change takes the claim, and the next step is then refused.
#pragma once

#include <cstdint>
#include <optional>

#include "worker/case/case_record.h"
#include "worker/core/instant.h"
#include "worker/ports/store.h"

namespace dm {

// `version` and `stored`: what storing `change` gave, and the instant that it was stored with.
// Nothing where the change holds more than states, evidence and an assessment: it is read again.
std::optional<CaseRecord> CarriedRecord(CaseRecord record,
                                        const CaseChange& change,
                                        std::int64_t version,
                                        Instant stored);

}  // namespace dm
