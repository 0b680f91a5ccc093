// Transportstyrelsen: vehicles held.
#pragma once

#include "connectors/ssbtek/reading/part.h"

namespace dm::ssbtek::tns {

void Read(const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::tns
