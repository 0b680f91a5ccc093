// Arbetsförmedlingen: registration, activity report and decisions.
#pragma once

#include "connectors/ssbtek/reading/part.h"

namespace dm::ssbtek::af {

void Read(const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::af
