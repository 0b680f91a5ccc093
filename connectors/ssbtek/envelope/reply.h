// From a response's bytes to one answer a source asked: the three layers of failure (message,
// agency, inside the data) and the fourth, an agency that is absent.
#pragma once

#include <string>
#include <vector>

#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/options.h"
#include "worker/case/evidence.h"
#include "worker/core/instant.h"

namespace dm::ssbtek {

// One answer a source asked or withheld, in the order of Source, all settled alike.
std::vector<SourceAnswer> AnswerAll(const Plan& plan,
                                    Instant now,
                                    AnswerState state,
                                    const std::string& code);

// Reads hamtaBastjanstInformationResponse or a fault. `correlation_id` is the question's. Never
// fails: what cannot be read is a state.
std::vector<SourceAnswer> ReadReply(const Options& options,
                                    const Plan& plan,
                                    const std::string& correlation_id,
                                    Instant now,
                                    std::string bytes);

}  // namespace dm::ssbtek
