// Writing the two questions of the contract: hamtaBastjanstInformation and
// testaBastjanstInformation.
#pragma once

#include <string>

#include "connectors/ssbtek/envelope/plan.h"
#include "worker/core/instant.h"

namespace dm::ssbtek {

// The whole SOAP message. `plan` is MakePlan's of the same question and asks at least one source.
std::string WriteQuestion(const Options& options,
                          const EvidenceQuestion& question,
                          const Plan& plan,
                          Instant now);

// The connection test: no person, no children.
std::string WritePing(const Options& options);

}  // namespace dm::ssbtek
