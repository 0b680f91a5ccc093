// The a-kassor through their joint organisation: payments, suspensions, applications.
#pragma once

#include "connectors/ssbtek/reading/part.h"

namespace dm::ssbtek::so {

void Read(const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::so
