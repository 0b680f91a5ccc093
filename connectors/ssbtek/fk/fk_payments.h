// FK's payments: formansinformation.utbetalningsuppgift (executed) and .preliminarautbetalningar.
#pragma once

#include "connectors/ssbtek/lefi/reply.h"
#include "connectors/ssbtek/reading/part.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::fk {

// How many entries came, kept or not: an answer that held any is not an empty one.
struct Count {
  int came = 0;
};

Count ReadPayments(const JsonValue& information, const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::fk
