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

// What a message was as a whole, whatever each agency said in it.
enum class Whole {
  kRead,   // an answer to this question, agency by agency
  kFault,  // a SOAP fault in its place
  kNone,   // neither: not XML within the limits, no SOAP, another operation or version, or the
           // answer to another question
};

struct WholeReply {
  Whole whole = Whole::kRead;
  std::vector<SourceAnswer> answers;  // as of ReadReply
};

// ReadReply, and what the message was.
WholeReply ReadWholeReply(const Options& options,
                          const Plan& plan,
                          const std::string& correlation_id,
                          Instant now,
                          std::string bytes);

// Reads hamtaBastjanstInformationResponse or a fault. `correlation_id` is the question's. Never
// fails: what cannot be read is a state.
std::vector<SourceAnswer> ReadReply(const Options& options,
                                    const Plan& plan,
                                    const std::string& correlation_id,
                                    Instant now,
                                    std::string bytes);

}  // namespace dm::ssbtek
