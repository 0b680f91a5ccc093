// Outcome: what one call came to, as answers, and whose fault it is when it failed as a whole.
#pragma once

#include <string>
#include <vector>

#include "connectors/http/client.h"
#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/options.h"
#include "worker/case/evidence.h"
#include "worker/core/instant.h"

namespace dm::ssbtek {

enum class Reach {
  kAnswered,   // every asked agency has an answer of its own
  kAnyone,     // no answer at all, and one agency alone may be why: slow, too large, not readable,
               // a fault, an answer to something else
  kService,    // no answer at all, and the service itself is why: refused, TLS, 4xx
  kCancelled,  // stopped by us
};

struct Outcome {
  Reach reach = Reach::kAnswered;
  std::vector<SourceAnswer> answers;  // one a source that the plan asks
};

// `correlation_id` is the call's own.
Outcome ReadOutcome(const Options& options,
                    const Plan& plan,
                    const std::string& correlation_id,
                    Instant now,
                    http::Result result);

// True when `answer`, of an agency that had one of its own or was asked alone, shows that the
// agency cannot be reached at present: a time-out, transport, a fault, an error of the composite
// service, one of the agency's own that will pass, absence. What an agency says that we do not
// understand or may not see is an answer: a refusal, a deviation, a code that is not listed, a LEFI
// supplier that is down behind an FK that answers.
bool ShowsOutage(const SourceAnswer& answer, Reach reach);

// The HTTP code of a response that cannot hold a message; empty when it may.
std::string HttpCode(const http::Response& response);

}  // namespace dm::ssbtek
