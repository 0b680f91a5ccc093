// Pensionsmyndigheten: pensions, survivors' and elderly support, in PM's own shape within LEFI.
#pragma once

#include "connectors/ssbtek/reading/part.h"

namespace dm::ssbtek::pm {

void Read(const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::pm
