// CSN: student aid applied for, granted, paid and planned.
#pragma once

#include "connectors/ssbtek/reading/part.h"

namespace dm::ssbtek::csn {

void Read(const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::csn
