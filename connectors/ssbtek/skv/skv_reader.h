// Skatteverket: yearly capital figures.
#pragma once

#include "connectors/ssbtek/reading/part.h"

namespace dm::ssbtek::skv {

void Read(const Part& part, SourceAnswer& answer);

}  // namespace dm::ssbtek::skv
