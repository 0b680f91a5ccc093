// Försäkringskassan: benefits, decisions, preliminary and executed payments, through LEFI.
#pragma once

#include "connectors/ssbtek/reading/part.h"

namespace dm::ssbtek::fk {

void Read(const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::fk
